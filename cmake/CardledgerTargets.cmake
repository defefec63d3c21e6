# One function per kind of target. A target is named by its place: NAME money in services/domain is
# linked as cardledger::domain_money by whoever gives that full NAME. DEPS take the alias or an
# imported target. A header is compiled alone: by its own source, which includes it first (a house test
# sees to that), or, where it has none, by the target `all_verify_interface_header_sets`.

# Headers that most sources of a folder include, compiled once: every library made after this in the
# folder and below uses them (with TESTS, every test program), and is compiled in half the time. DEPS
# are what the headers need. Sources name all they include nevertheless; presets release, tidy and fuzz
# compile them without.
function(cardledger_precompiled)
  cmake_parse_arguments(ARG "TESTS" "NAME" "HDRS;DEPS" ${ARGN})
  if(CMAKE_DISABLE_PRECOMPILE_HEADERS)
    return()
  endif()
  set(target "cardledger_${ARG_NAME}_precompiled")
  set(source "${CMAKE_CURRENT_BINARY_DIR}/precompiled.cc")
  file(CONFIGURE OUTPUT "${source}" CONTENT "// Carries the precompiled headers of its folder.\n")
  add_library(${target} OBJECT "${source}")
  target_link_libraries(${target} PRIVATE cardledger_flags cardledger_warnings ${ARG_DEPS})
  set(users LIBRARIES)
  if(ARG_TESTS)
    set(users TESTS)
    target_link_libraries(${target} PRIVATE GTest::gmock)
    list(APPEND ARG_HDRS gmock/gmock.h gtest/gtest.h)
  endif()
  list(TRANSFORM ARG_HDRS REPLACE "^(.+)$" "<\\1>")
  target_precompile_headers(${target} PRIVATE ${ARG_HDRS})
  set(CARDLEDGER_PRECOMPILED_${users} ${target} PARENT_SCOPE)
endfunction()

function(cardledger_use_precompiled target users)
  if(CARDLEDGER_PRECOMPILED_${users})
    target_precompile_headers(${target} REUSE_FROM ${CARDLEDGER_PRECOMPILED_${users}})
  endif()
endfunction()

# Those of HDRS that have no source of their own.
function(cardledger_headers_without_source out)
  set(alone)
  foreach(header IN LISTS ARGN)
    string(REGEX REPLACE "\\.h$" ".cc" source "${header}")
    if(NOT EXISTS "${CMAKE_CURRENT_SOURCE_DIR}/${source}")
      list(APPEND alone "${header}")
    endif()
  endforeach()
  set(${out} ${alone} PARENT_SCOPE)
endfunction()

function(cardledger_cc_library)
  cmake_parse_arguments(ARG "TESTONLY" "NAME" "HDRS;SRCS;DEPS" ${ARGN})
  if(ARG_TESTONLY AND NOT CARDLEDGER_BUILD_TESTS)
    return()
  endif()
  set(target "cardledger_${ARG_NAME}")
  if(ARG_SRCS)
    add_library(${target} STATIC)
    target_sources(${target} PRIVATE ${ARG_SRCS})
    set(scope PUBLIC)
    target_link_libraries(${target} PRIVATE cardledger_warnings)
    cardledger_use_precompiled(${target} LIBRARIES)
  else()
    add_library(${target} INTERFACE)
    set(scope INTERFACE)
  endif()
  cardledger_headers_without_source(alone ${ARG_HDRS})
  list(REMOVE_ITEM ARG_HDRS ${alone})
  target_sources(${target} ${scope}
    FILE_SET HEADERS BASE_DIRS "${PROJECT_SOURCE_DIR}" FILES ${ARG_HDRS}
    FILE_SET alone TYPE HEADERS BASE_DIRS "${PROJECT_SOURCE_DIR}" FILES ${alone})
  set_target_properties(${target} PROPERTIES INTERFACE_HEADER_SETS_TO_VERIFY alone)
  target_link_libraries(${target} ${scope} cardledger_flags ${ARG_DEPS})
  add_library(cardledger::${ARG_NAME} ALIAS ${target})
endfunction()

function(cardledger_cc_binary)
  cmake_parse_arguments(ARG "" "NAME" "SRCS;DEPS" ${ARGN})
  add_executable(${ARG_NAME} ${ARG_SRCS})
  target_link_libraries(${ARG_NAME} PRIVATE cardledger_flags cardledger_warnings ${ARG_DEPS})
  install(TARGETS ${ARG_NAME} RUNTIME)
endfunction()

# LABEL is the kind of test (unit, contract, scenario, integration, simulation, fault, house);
# TIMEOUT is in seconds. ARGS go to the test program.
function(cardledger_cc_test)
  cmake_parse_arguments(ARG "" "NAME;LABEL;TIMEOUT" "SRCS;DEPS;ARGS" ${ARGN})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 120)
  endif()
  add_executable(${ARG_NAME} ${ARG_SRCS})
  target_link_libraries(${ARG_NAME} PRIVATE
    cardledger_flags cardledger_warnings ${ARG_DEPS} GTest::gmock GTest::gtest_main)
  cardledger_use_precompiled(${ARG_NAME} TESTS)
  add_test(NAME ${ARG_NAME} COMMAND ${ARG_NAME} ${ARG_ARGS})
  set_tests_properties(${ARG_NAME} PROPERTIES LABELS "${ARG_LABEL}" TIMEOUT ${ARG_TIMEOUT})
  set_property(GLOBAL APPEND PROPERTY CARDLEDGER_TEST_SOURCES ${ARG_SRCS})
endfunction()

# With libFuzzer (preset fuzz) the target is a fuzzer; elsewhere it is a test that replays
# tests/fuzz/corpus/<NAME>/.
function(cardledger_cc_fuzz)
  cmake_parse_arguments(ARG "" "NAME" "SRCS;DEPS" ${ARGN})
  if(CARDLEDGER_BUILD_FUZZERS)
    add_executable(${ARG_NAME} ${ARG_SRCS})
    target_compile_options(${ARG_NAME} PRIVATE -fsanitize=fuzzer)
    target_link_options(${ARG_NAME} PRIVATE -fsanitize=fuzzer)
  else()
    add_executable(${ARG_NAME} ${ARG_SRCS} "${PROJECT_SOURCE_DIR}/tests/fuzz/replay_main.cc")
    add_test(NAME ${ARG_NAME} COMMAND ${ARG_NAME} "${PROJECT_SOURCE_DIR}/tests/fuzz/corpus/${ARG_NAME}")
    set_tests_properties(${ARG_NAME} PROPERTIES LABELS "fuzz" TIMEOUT 120)
  endif()
  target_link_libraries(${ARG_NAME} PRIVATE cardledger_flags cardledger_warnings ${ARG_DEPS})
endfunction()
