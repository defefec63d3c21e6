# Every dependency is a Debian package (deploy/packages.txt) or, for google/rpc protos, an npm package
# that deploy/setup unpacks into the build tree. Nothing is downloaded here.
# Protobuf is found in MODULE mode and before gRPC: Debian ships no config file for it.

find_package(Threads REQUIRED)
find_package(Protobuf 3.21 REQUIRED MODULE)
find_package(absl REQUIRED CONFIG)
find_package(OpenSSL 3 REQUIRED)
if(CARDLEDGER_WITH_GRPC)
  find_package(gRPC REQUIRED CONFIG)
endif()
if(CARDLEDGER_WITH_ROCKSDB)
  find_package(RocksDB REQUIRED CONFIG)
endif()
if(CARDLEDGER_BUILD_TESTS)
  find_package(GTest REQUIRED CONFIG)
endif()
if(CARDLEDGER_BUILD_BENCHMARKS)
  find_package(benchmark REQUIRED CONFIG)
endif()

set(CARDLEDGER_GOOGLE_PROTOS "${PROJECT_SOURCE_DIR}/build/node/node_modules/google-proto-files"
  CACHE PATH "Folder that holds google/rpc/*.proto")
