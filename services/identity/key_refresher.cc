#include "services/identity/key_refresher.h"

#include "absl/strings/str_cat.h"

namespace cardledger::identity {
namespace {

constexpr int64_t kEverySeconds = 300;
constexpr int64_t kAskedEverySeconds = 10;

}  // namespace

bool KeyRefresher::IsDue(int64_t now_s) const {
  if (!fetched_) return true;
  const int64_t since = now_s - last_s_;
  if (since < 0) return true;  // the clock was set back: nobody knows how long ago it was
  return since >= (failed_ || issuer_.asks_for_keys() ? kAskedEverySeconds : kEverySeconds);
}

void KeyRefresher::RefreshWhenDue(int64_t now_s) {
  if (!IsDue(now_s)) return;
  const absl::Status status = issuer_.Refresh(now_s);
  fetched_ = true;
  last_s_ = now_s;
  if (!status.ok() && !failed_) {
    log_({.severity = base::Severity::kWarning,
          .event = "key_set_missing",
          .message =
              absl::StrCat("tokens are checked with the keys known before: ", status.message())});
  }
  if (status.ok() && failed_) {
    log_({.event = "key_set_back", .message = "the key set of the tokens' issuer is there again"});
  }
  failed_ = !status.ok();
}

}  // namespace cardledger::identity
