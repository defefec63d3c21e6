#include "services/rpc/page_token.h"

#include <algorithm>
#include <utility>

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
constexpr absl::string_view kUnchanged =
    "must be next_page_token of the page before, unchanged, or empty";

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

absl::string_view BodyOf(absl::string_view bytes) {
  return bytes.substr(0, bytes.size() - kChecksumBytes);
}

PageToken TokenOf(absl::string_view bytes) {
  const absl::string_view body = BodyOf(bytes);
  return {.upper_position = ReadNumber(body.substr(9)),
          .last_key = std::string(body.substr(kHeadBytes))};
}

// Each of these is empty where nothing is wrong.

std::string FaultOfText(absl::string_view text, std::string& bytes) {
  const bool ok =
      text.size() <= domain::kPageTokenBytesMax && absl::WebSafeBase64Unescape(text, &bytes) &&
      absl::WebSafeBase64Escape(bytes) == text && bytes.size() >= kHeadBytes + kChecksumBytes;
  return ok ? "" : std::string(kUnchanged);
}

std::string FaultOfOrigin(absl::string_view bytes, const domain::LedgerId& ledger) {
  const absl::string_view body = BodyOf(bytes);
  if (bytes.substr(body.size()) != Checksum(body, ledger)) {
    return "must be next_page_token of the page before, as this ledger gave it, or empty to begin "
           "again";
  }
  const auto version = static_cast<uint8_t>(body[0]);
  if (version == kVersion) return "";
  return absl::StrCat("is of version ", version, "; must be of version ", kVersion,
                      ", as this program gives it, or empty to begin again");
}

std::string FaultOfContent(absl::string_view bytes, const TokenList& list, uint64_t position) {
  if (ReadNumber(bytes.substr(1)) != list.filter) {
    return "must come from the same list with the same filters, or be empty to begin again";
  }
  const PageToken token = TokenOf(bytes);
  if (!list.is_key(token.last_key)) return std::string(kUnchanged);
  if (token.upper_position <= position) return "";
  return absl::StrCat("is of position ", token.upper_position, ", beyond the ledger's ", position,
                      "; must come from this ledger as it stands, or be empty to begin again");
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

std::optional<PageToken> DecodePageToken(absl::string_view text, const TokenList& list,
                                         const domain::LedgerId& ledger, uint64_t position,
                                         domain::Violation& violation) {
  if (text.empty()) return PageToken{.upper_position = position, .last_key = ""};
  std::string bytes;
  std::string fault = FaultOfText(text, bytes);
  if (fault.empty()) fault = FaultOfOrigin(bytes, ledger);
  if (fault.empty()) fault = FaultOfContent(bytes, list, position);
  if (fault.empty()) return TokenOf(bytes);
  violation = {.field = "page_token", .description = std::move(fault)};
  return std::nullopt;
}

size_t PageSizeOf(int32_t requested) {
  if (requested <= 0) return domain::kPageSizeDefault;
  return static_cast<size_t>(std::min<int32_t>(requested, domain::kPageSizeMax));
}

}  // namespace cardledger::rpc
