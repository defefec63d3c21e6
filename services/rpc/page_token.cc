#include "services/rpc/page_token.h"

#include <algorithm>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

#include "base/sha256.h"
#include "services/domain/limits.h"

namespace cardledger::rpc {
namespace {

constexpr uint8_t kVersion = 1;
constexpr size_t kHeadBytes = 1 + 8 + 8;
constexpr size_t kChecksumBytes = 8;
constexpr absl::string_view kChecksumDomain = "cardledger page token";

void AppendNumber(std::string& out, uint64_t number) {
  for (int shift = 56; shift >= 0; shift -= 8) {
    out.push_back(static_cast<char>((number >> shift) & 0xff));
  }
}

uint64_t ReadNumber(absl::string_view bytes) {
  uint64_t number = 0;
  for (size_t i = 0; i < 8; ++i) number = (number << 8) | static_cast<uint8_t>(bytes[i]);
  return number;
}

// Finds slips and tokens of another ledger. It keeps out no forger: there is nothing to gain.
std::string Checksum(absl::string_view body, const domain::LedgerId& ledger) {
  const base::Sha256Digest digest = base::Sha256({kChecksumDomain, ledger.bytes(), body});
  return std::string(base::AsBytes(digest).substr(0, kChecksumBytes));
}

}  // namespace

FilterHash HashFilter(absl::string_view method, absl::string_view filters) {
  const base::Sha256Digest digest = base::Sha256({method, absl::string_view("\0", 1), filters});
  return ReadNumber(base::AsBytes(digest));
}

std::string EncodePageToken(const PageToken& token, FilterHash filter,
                            const domain::LedgerId& ledger) {
  std::string body(1, static_cast<char>(kVersion));
  AppendNumber(body, filter);
  AppendNumber(body, token.upper_position);
  body += token.last_key;
  return absl::WebSafeBase64Escape(absl::StrCat(body, Checksum(body, ledger)));
}

std::optional<PageToken> DecodePageToken(absl::string_view text, FilterHash filter,
                                         const domain::LedgerId& ledger, uint64_t position,
                                         domain::Violation& violation) {
  if (text.empty()) return PageToken{.upper_position = position, .last_key = ""};
  violation.field = "page_token";
  std::string bytes;
  if (text.size() > domain::kPageTokenBytesMax || !absl::WebSafeBase64Unescape(text, &bytes) ||
      absl::WebSafeBase64Escape(bytes) != text || bytes.size() < kHeadBytes + kChecksumBytes) {
    violation.description = "must be next_page_token of the page before, unchanged, or empty";
    return std::nullopt;
  }
  const absl::string_view body = absl::string_view(bytes).substr(0, bytes.size() - kChecksumBytes);
  if (static_cast<uint8_t>(body[0]) != kVersion ||
      absl::string_view(bytes).substr(body.size()) != Checksum(body, ledger)) {
    violation.description =
        "must be next_page_token of the page before, as this ledger and this version gave it, or "
        "empty to begin again";
    return std::nullopt;
  }
  if (ReadNumber(body.substr(1)) != filter) {
    violation.description =
        "must come from the same list with the same filters, or be empty to begin again";
    return std::nullopt;
  }
  PageToken token{.upper_position = ReadNumber(body.substr(9)),
                  .last_key = std::string(body.substr(kHeadBytes))};
  if (token.upper_position > position) {
    violation.description =
        absl::StrCat("is of position ", token.upper_position, ", beyond the ledger's ", position,
                     "; must come from this ledger as it stands, or be empty to begin again");
    return std::nullopt;
  }
  return token;
}

size_t PageSizeOf(int32_t requested) {
  if (requested <= 0) return domain::kPageSizeDefault;
  return static_cast<size_t>(std::min<int32_t>(requested, domain::kPageSizeMax));
}

}  // namespace cardledger::rpc
