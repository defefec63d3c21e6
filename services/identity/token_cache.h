#pragma once

// Tokens that were checked, by the SHA-256 of their text, so that a signature is checked once and
// not with every call. Holds no token. One stands beside one set of the issuer's keys and goes with
// it; the next set's takes over what its own keys have signed, so that what a withdrawn key has
// signed counts no more, and nothing else is forgotten. Any thread.

#include <cstdint>
#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"

#include "base/mutex.h"
#include "base/sha256.h"
#include "services/identity/token_check.h"

namespace cardledger::identity {

class TokenCache {
 public:
  // Of more tokens than that those are forgotten first that expire first.
  explicit TokenCache(size_t tokens_max) : tokens_max_(tokens_max) {}

  // Null where the token is not known, or has expired by `now_s`: whoever asks checks it again,
  // which also says why it is refused.
  std::shared_ptr<const TokenClaims> Find(absl::string_view token, int64_t now_s) const;

  // Adds what `other`, which is not this one, remembers and `keeps` says yes to.
  void TakeOver(const TokenCache& other, absl::FunctionRef<bool(const TokenClaims&)> keeps);

  // What CheckToken has found of the token; returns it.
  std::shared_ptr<const TokenClaims> Put(absl::string_view token, TokenClaims claims);

 private:
  using Found = std::pair<base::Sha256Digest, std::shared_ptr<const TokenClaims>>;

  std::vector<Found> All() const;

  const size_t tokens_max_;
  mutable base::Mutex mutex_;
  absl::flat_hash_map<base::Sha256Digest, std::shared_ptr<const TokenClaims>> tokens_
      ABSL_GUARDED_BY(mutex_);
  std::multimap<int64_t, base::Sha256Digest> by_end_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace cardledger::identity
