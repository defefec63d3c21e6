// What says which certificates of systems count, in three pieces: a chain as a system brings it, a
// revocation list, and the authorities. Any bytes are refused, and nobody counts by them.

#include <fstream>
#include <string>

#include "services/identity/certificate_trust.h"
#include "tests/fuzz/fuzz_input.h"
#include "tests/support/temporary_folder.h"

namespace identity = cardledger::identity;

namespace {

void Write(const std::string& path, absl::string_view bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

}  // namespace

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const auto* const folder = new cardledger::tests::TemporaryFolder;
  static const auto* const revoked = new cardledger::tests::TemporaryFolder;
  constexpr int64_t kNowS = 1'800'000'000;
  cardledger::tests::FuzzInput input(data, size);
  const absl::string_view chain = input.TakePiece();
  Write(revoked->file("list"), input.TakePiece());
  Write(folder->file("authorities"), input.rest());
  identity::CertificateTrust trust(
      {.authorities = folder->file("authorities"), .revoked_dir = revoked->path()});
  const absl::Status read = trust.Reload();
  CARDLEDGER_CHECK(read.ok() || read.code() == absl::StatusCode::kInvalidArgument,
                   "what is no authority or list is said");
  if (!read.ok()) return 0;
  const absl::Status counts = trust.Check(chain, kNowS);
  CARDLEDGER_CHECK(counts.ok() || counts.code() == absl::StatusCode::kUnauthenticated,
                   "a chain counts or not");
  CARDLEDGER_CHECK(counts == trust.Check(chain, kNowS), "a chain that is known counts as before");
  return 0;
}
