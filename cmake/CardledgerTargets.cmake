# One function per kind of target. A target is named by its place: NAME money in services/domain is
# linked as cardledger::domain_money by whoever gives that full NAME. DEPS take the alias or an
# imported target. Headers stand in a FILE_SET so that `all_verify_interface_header_sets` compiles
# each one alone.

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
  else()
    add_library(${target} INTERFACE)
    set(scope INTERFACE)
  endif()
  target_sources(${target} ${scope} FILE_SET HEADERS BASE_DIRS "${PROJECT_SOURCE_DIR}" FILES ${ARG_HDRS})
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
