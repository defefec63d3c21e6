#include "services/identity/issuer.h"

#include "base/status_macros.h"

namespace cardledger::identity {

absl::Status Issuer::Refresh(int64_t now_s) {
  asks_for_keys_ = false;
  CARDLEDGER_ASSIGN_OR_RETURN(const std::string text, options_.fetch_keys());
  CARDLEDGER_ASSIGN_OR_RETURN(TokenKeys keys, TokenKeys::Parse(text));
  auto fresh = std::make_shared<Known>(std::move(keys), now_s, options_.tokens_max);
  // Whoever is signed in stays so: else their tokens would be checked anew every few minutes, and
  // turned away while a stranger at the same portal has that source slowed.
  if (const std::shared_ptr<Known> before = known()) {
    fresh->tokens.TakeOver(before->tokens, [&](const TokenClaims& claims) {
      return fresh->keys.Shares(claims.key_id, before->keys);
    });
  }
  const base::MutexLock lock(mutex_);
  known_ = std::move(fresh);
  return absl::OkStatus();
}

std::shared_ptr<Issuer::Known> Issuer::known() const {
  const base::MutexLock lock(mutex_);
  return known_;
}

std::shared_ptr<const TokenClaims> Issuer::Remembered(absl::string_view token,
                                                      int64_t now_s) const {
  const std::shared_ptr<Known> known = this->known();
  if (known == nullptr || now_s - known->fetched_s > options_.keys_stale_s) return nullptr;
  auto found = known->tokens.Find(token, now_s);
  if (found != nullptr) ++remembered_;
  return found;
}

absl::StatusOr<std::shared_ptr<const TokenClaims>> Issuer::Check(absl::string_view token,
                                                                 int64_t now_s) const {
  if (auto found = Remembered(token, now_s)) return found;
  const std::shared_ptr<Known> known = this->known();
  if (known == nullptr || now_s - known->fetched_s > options_.keys_stale_s) {
    return absl::UnavailableError("the keys of the tokens' issuer are not known just now");
  }
  absl::StatusOr<TokenClaims> claims = CheckToken(token, known->keys, options_.rules, now_s);
  ++(claims.ok() ? accepted_ : refused_);
  if (absl::IsNotFound(claims.status())) {
    asks_for_keys_ = true;
    return absl::UnauthenticatedError(claims.status().message());
  }
  CARDLEDGER_RETURN_IF_ERROR(claims.status());
  return known->tokens.Put(token, *std::move(claims));
}

TokenCounts Issuer::counts() const {
  return {.remembered = remembered_, .accepted = accepted_, .refused = refused_};
}

}  // namespace cardledger::identity
