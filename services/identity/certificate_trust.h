#pragma once

// Which certificates of systems count: those that lead to one of our authorities, are in force, are
// made for clients, and stand in no revocation list. The transport has checked a certificate when
// its connection was made; this is asked with every call, since a connection may live longer than
// the trust in it. Loaded from files, again when they change. Any thread.

#include <cstdint>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"

#include "base/mutex.h"
#include "base/sha256.h"

namespace cardledger::identity {

struct TrustFiles {
  std::string authorities;  // PEM
  // A folder of revocation lists (PEM), one or more a file, whatever their names; empty: none. A
  // list counts where one of the authorities signed it, also after its time.
  std::string revoked_dir;
};

class CertificateTrust {
 public:
  explicit CertificateTrust(TrustFiles files);
  ~CertificateTrust();

  // Reads the files where they have changed. On an error what was read before stays:
  // INVALID_ARGUMENT, with the file's name, where one is missing or holds something else.
  absl::Status Reload();

  // `chain`: a certificate (PEM) and those between it and an authority. UNAUTHENTICATED, in words
  // for who asks, where it does not count at `now_s`, seconds since 1970-01-01T00:00:00Z.
  absl::Status Check(absl::string_view chain, int64_t now_s) const;

 private:
  struct Known;

  std::shared_ptr<Known> known() const;

  const TrustFiles files_;
  std::string stamp_;  // of the files as read; of Reload alone
  mutable base::Mutex mutex_;
  std::shared_ptr<Known> known_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace cardledger::identity
