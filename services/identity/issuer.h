#pragma once

// The issuer whose tokens count, as an OpenID Connect provider: its keys as last fetched, and what
// was found of tokens under them. Whoever owns it fetches the keys again now and then, and soon
// after a token has named a key that is not known: issuers change keys without notice. While they
// cannot be fetched, those known before go on to count, for a time that is bounded. Any thread.

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "base/mutex.h"
#include "services/identity/token_cache.h"
#include "services/identity/token_check.h"
#include "services/identity/token_keys.h"

namespace cardledger::identity {

// The key set's text, from wherever the issuer publishes it. May block; UNAVAILABLE where it cannot
// be had.
using FetchKeys = std::function<absl::StatusOr<std::string>()>;

// What became of tokens since the start.
struct TokenCounts {
  uint64_t remembered = 0;  // known from before
  uint64_t accepted = 0;    // checked, and good
  uint64_t refused = 0;
};

struct IssuerOptions {
  TokenRules rules;
  FetchKeys fetch_keys;
  size_t tokens_max = 10'000;  // remembered
  // After which keys that could not be fetched again count no more.
  int64_t keys_stale_s = 86'400;
};

class Issuer {
 public:
  explicit Issuer(IssuerOptions options) : options_(std::move(options)) {}

  // Fetches the keys and puts them in the place of those known; what was found of tokens goes on to
  // count where the key that signed them is still there. On an error all stays. One call at a time.
  absl::Status Refresh(int64_t now_s);

  // Whether a token has named a key that is not known since the keys were fetched last: the issuer
  // may have new ones.
  bool asks_for_keys() const { return asks_for_keys_; }

  // UNAVAILABLE where no keys are known, or they are stale; else as CheckToken, but UNAUTHENTICATED
  // where the key is unknown.
  absl::StatusOr<std::shared_ptr<const TokenClaims>> Check(absl::string_view token,
                                                           int64_t now_s) const;

  // What Check would find without looking at the token anew; null where it is not remembered.
  std::shared_ptr<const TokenClaims> Remembered(absl::string_view token, int64_t now_s) const;

  TokenCounts counts() const;

 private:
  // One set of keys, and what was found under it.
  struct Known {
    Known(TokenKeys known_keys, int64_t now_s, size_t tokens_max)
        : keys(std::move(known_keys)), fetched_s(now_s), tokens(tokens_max) {}

    const TokenKeys keys;
    const int64_t fetched_s;
    TokenCache tokens;
  };

  std::shared_ptr<Known> known() const;

  const IssuerOptions options_;
  mutable base::Mutex mutex_;
  std::shared_ptr<Known> known_ ABSL_GUARDED_BY(mutex_);
  mutable std::atomic<bool> asks_for_keys_ = false;
  mutable std::atomic<uint64_t> remembered_ = 0;
  mutable std::atomic<uint64_t> accepted_ = 0;
  mutable std::atomic<uint64_t> refused_ = 0;
};

}  // namespace cardledger::identity
