#include "services/server/random_bytes.h"

#include "openssl/rand.h"

#include "base/check.h"

namespace cardledger::server {

std::string RandomBytes(size_t count) {
  std::string bytes(count, '\0');
  const int done =
      RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(count));
  CARDLEDGER_CHECK(done == 1, "the system must give random bytes");
  return bytes;
}

}  // namespace cardledger::server
