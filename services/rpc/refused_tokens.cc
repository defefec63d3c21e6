#include "services/rpc/refused_tokens.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

#include "services/engine/errors.h"
#include "services/rpc/reasons.h"
#include "services/rpc/status_mapping.h"
#include <arpa/inet.h>
#include <netinet/in.h>

namespace cardledger::rpc {
namespace {

constexpr int64_t kCostUs = domain::kTokensRefusedWithinUs / domain::kTokensRefusedMax;
constexpr absl::string_view kIpv6 = "ipv6:";
// As in an address of the web: [ and ], and % before a zone.
constexpr absl::string_view kOpening = "%5B";
constexpr absl::string_view kClosing = "%5D";
constexpr absl::string_view kZone = "%25";
constexpr size_t kNetworkBytes = 8;

// "ipv6:2001:db8:0:1::/64"; nullopt for what is no IPv6 address in brackets.
std::optional<std::string> NetworkOf(absl::string_view source) {
  if (!absl::ConsumePrefix(&source, kIpv6) || !absl::ConsumePrefix(&source, kOpening) ||
      !absl::ConsumeSuffix(&source, kClosing)) {
    return std::nullopt;
  }
  const std::string text(source.substr(0, source.find(kZone)));
  in6_addr address = {};
  if (inet_pton(AF_INET6, text.c_str(), &address) != 1) return std::nullopt;
  std::fill(std::begin(address.s6_addr) + kNetworkBytes, std::end(address.s6_addr), 0);
  char network[INET6_ADDRSTRLEN];
  inet_ntop(AF_INET6, &address, network, sizeof(network));
  return absl::StrCat(kIpv6, network, "/64");
}

}  // namespace

absl::Status RefusedTokens::Ask(absl::string_view source) {
  const base::MutexLock lock(mutex_);
  const auto found = by_name_.find(source);
  if (found == by_name_.end()) return absl::OkStatus();
  const Source& known = *found->second;
  const int64_t since_us = clock_.MonotonicMicroseconds() - known.noted_us;
  const int64_t left_us = domain::kTokensRefusedWithinUs - (known.spent_us - since_us);
  if (left_us >= kCostUs) return absl::OkStatus();
  return WithRetryAfter(
      engine::WithReason(absl::ResourceExhaustedError(
                             "Too many tokens from here were refused lately, so that none is "
                             "checked just now. Try again later, with a token that counts."),
                         kReasonTokensRefusedOften),
      (kCostUs - left_us) / 1'000 + 1);
}

void RefusedTokens::Note(absl::string_view source) {
  const int64_t now_us = clock_.MonotonicMicroseconds();
  const base::MutexLock lock(mutex_);
  auto found = by_name_.find(source);
  if (found == by_name_.end()) {
    if (sources_.size() >= sources_max_) {
      by_name_.erase(sources_.back().name);
      sources_.pop_back();
    }
    sources_.push_front({.name = std::string(source), .noted_us = now_us});
    found = by_name_.emplace(std::string(source), sources_.begin()).first;
  }
  Source& known = *found->second;
  const int64_t since_us = now_us - known.noted_us;
  known.spent_us = std::min(domain::kTokensRefusedWithinUs,
                            std::max(int64_t{0}, known.spent_us - since_us) + kCostUs);
  known.noted_us = now_us;
  sources_.splice(sources_.begin(), sources_, found->second);
}

size_t RefusedTokens::remembered() const {
  const base::MutexLock lock(mutex_);
  return sources_.size();
}

std::string SourceOf(absl::string_view peer) {
  const size_t port = peer.rfind(':');
  const size_t scheme = peer.find(':');
  // An address of a socket in the file system has one colon and no port.
  const absl::string_view address = port == scheme ? peer : peer.substr(0, port);
  if (std::optional<std::string> network = NetworkOf(address)) return *std::move(network);
  return std::string(address);
}

}  // namespace cardledger::rpc
