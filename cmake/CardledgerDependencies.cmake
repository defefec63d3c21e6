# Every dependency is a Debian package (deploy/packages.txt) or, for google/rpc protos, an npm package
# that deploy/setup unpacks into the build tree. Nothing is downloaded here.
# Protobuf is found in MODULE mode and before gRPC: Debian ships no config file for it.

find_package(Threads REQUIRED)
find_package(Protobuf 3.21 REQUIRED MODULE)
find_package(absl REQUIRED CONFIG)
find_package(OpenSSL 3 REQUIRED)
find_package(CURL 7.85 REQUIRED)
find_package(utf8cpp 3 REQUIRED CONFIG)
# Jansson comes with no CMake file.
find_path(CARDLEDGER_JANSSON_INCLUDE jansson.h REQUIRED)
find_library(CARDLEDGER_JANSSON_LIBRARY jansson REQUIRED)
add_library(JSON::Jansson UNKNOWN IMPORTED)
set_target_properties(JSON::Jansson PROPERTIES IMPORTED_LOCATION "${CARDLEDGER_JANSSON_LIBRARY}"
  INTERFACE_INCLUDE_DIRECTORIES "${CARDLEDGER_JANSSON_INCLUDE}")
if(CARDLEDGER_WITH_GRPC)
  find_package(gRPC REQUIRED CONFIG)
  find_package(prometheus-cpp REQUIRED CONFIG)
  find_package(CLI11 2.1 REQUIRED CONFIG)
  # libcsv comes with no CMake file.
  find_path(CARDLEDGER_CSV_INCLUDE csv.h REQUIRED)
  find_library(CARDLEDGER_CSV_LIBRARY csv REQUIRED)
  add_library(CSV::CSV UNKNOWN IMPORTED)
  set_target_properties(CSV::CSV PROPERTIES IMPORTED_LOCATION "${CARDLEDGER_CSV_LIBRARY}"
    INTERFACE_INCLUDE_DIRECTORIES "${CARDLEDGER_CSV_INCLUDE}")
endif()
if(CARDLEDGER_WITH_ROCKSDB)
  find_package(RocksDB REQUIRED CONFIG)
endif()
# Programs that answer calls link cardledger::allocator (docs/decisions/0008-jemalloc.md); a
# sanitizer brings an allocator of its own.
add_library(cardledger_allocator INTERFACE)
add_library(cardledger::allocator ALIAS cardledger_allocator)
if(CARDLEDGER_WITH_JEMALLOC AND NOT CARDLEDGER_SANITIZE)
  find_library(CARDLEDGER_JEMALLOC_LIBRARY jemalloc REQUIRED)
  target_link_libraries(cardledger_allocator INTERFACE "${CARDLEDGER_JEMALLOC_LIBRARY}")
endif()
if(CARDLEDGER_BUILD_TESTS)
  find_package(GTest REQUIRED CONFIG)
endif()
if(CARDLEDGER_BUILD_BENCHMARKS)
  find_package(benchmark REQUIRED CONFIG)
endif()

set(CARDLEDGER_GOOGLE_PROTOS "${PROJECT_SOURCE_DIR}/build/node/node_modules/google-proto-files"
  CACHE PATH "Folder that holds google/rpc/*.proto")
