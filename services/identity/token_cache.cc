#include "services/identity/token_cache.h"

namespace cardledger::identity {

std::shared_ptr<const TokenClaims> TokenCache::Find(absl::string_view token, int64_t now_s) const {
  const base::Sha256Digest hash = base::Sha256(token);
  const base::MutexLock lock(mutex_);
  const auto found = tokens_.find(hash);
  if (found == tokens_.end() || found->second->expires_s <= now_s) return nullptr;
  return found->second;
}

std::vector<TokenCache::Found> TokenCache::All() const {
  const base::MutexLock lock(mutex_);
  return {tokens_.begin(), tokens_.end()};
}

void TokenCache::TakeOver(const TokenCache& other,
                          absl::FunctionRef<bool(const TokenClaims&)> keeps) {
  const std::vector<Found> all = other.All();
  const base::MutexLock lock(mutex_);
  for (const auto& [hash, claims] : all) {
    if (!keeps(*claims) || !tokens_.emplace(hash, claims).second) continue;
    by_end_.emplace(claims->expires_s, hash);
  }
}

std::shared_ptr<const TokenClaims> TokenCache::Put(absl::string_view token, TokenClaims claims) {
  const base::Sha256Digest hash = base::Sha256(token);
  auto shared = std::make_shared<const TokenClaims>(std::move(claims));
  const base::MutexLock lock(mutex_);
  if (!tokens_.emplace(hash, shared).second) return shared;
  by_end_.emplace(shared->expires_s, hash);
  while (tokens_.size() > tokens_max_) {
    tokens_.erase(by_end_.begin()->second);
    by_end_.erase(by_end_.begin());
  }
  return shared;
}

}  // namespace cardledger::identity
