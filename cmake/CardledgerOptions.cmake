# Build options, warnings and sanitizers, gathered on two interface targets:
# `cardledger_flags` for all code (generated too), `cardledger_warnings` for ours alone.

option(CARDLEDGER_BUILD_TESTS "Build the tests" ON)
option(CARDLEDGER_BUILD_BENCHMARKS "Build cardledger-bench" ON)
option(CARDLEDGER_BUILD_FUZZERS "Link the fuzz targets with libFuzzer (clang); else they replay their corpora" OFF)
option(CARDLEDGER_WERROR "Treat warnings in our code as errors" OFF)
option(CARDLEDGER_WITH_GRPC "Build the parts that need gRPC (edge, server, clients)" ON)
option(CARDLEDGER_WITH_ROCKSDB "Build the RocksDB store and what stands on it" ON)
option(CARDLEDGER_WITH_JEMALLOC "Link server and benchmark with jemalloc (never with a sanitizer)" ON)
option(CARDLEDGER_HARDENING "Standard-library assertions and fortified libc calls" OFF)
set(CARDLEDGER_SANITIZE "" CACHE STRING "Value for -fsanitize=, for example address,undefined")

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/bin")
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

find_program(CARDLEDGER_CCACHE ccache)
if(CARDLEDGER_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # It must be told that precompiled headers may stand in for what they hold.
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CMAKE_COMMAND}" -E env
    CCACHE_SLOPPINESS=pch_defines,time_macros "${CARDLEDGER_CCACHE}")
endif()

add_library(cardledger_flags INTERFACE)
target_include_directories(cardledger_flags INTERFACE "${PROJECT_SOURCE_DIR}")
# Everywhere, or code with and without it could not share precompiled headers.
target_compile_options(cardledger_flags INTERFACE -pthread)
if(CARDLEDGER_SANITIZE)
  target_compile_options(cardledger_flags INTERFACE
    "-fsanitize=${CARDLEDGER_SANITIZE}" -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(cardledger_flags INTERFACE "-fsanitize=${CARDLEDGER_SANITIZE}")
endif()
if(CARDLEDGER_BUILD_FUZZERS)
  # Coverage from all our code, not from the fuzz targets alone; they link libFuzzer itself.
  target_compile_options(cardledger_flags INTERFACE -fsanitize=fuzzer-no-link)
  target_link_options(cardledger_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()
if(CARDLEDGER_HARDENING)
  target_compile_definitions(cardledger_flags INTERFACE _GLIBCXX_ASSERTIONS)
  target_compile_options(cardledger_flags INTERFACE -fstack-protector-strong)
  target_link_options(cardledger_flags INTERFACE -Wl,-z,relro,-z,now)
endif()

add_library(cardledger_warnings INTERFACE)
target_compile_options(cardledger_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wnon-virtual-dtor)
if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
  target_compile_options(cardledger_warnings INTERFACE -Wthread-safety)
endif()
if(CARDLEDGER_WERROR)
  target_compile_options(cardledger_warnings INTERFACE -Werror)
endif()
