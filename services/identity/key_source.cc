#include "services/identity/key_source.h"

#include <fstream>
#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

#include "services/domain/limits.h"
#include <curl/curl.h>

namespace cardledger::identity {
namespace {

struct CurlFree {
  void operator()(CURL* curl) const { curl_easy_cleanup(curl); }
};

absl::Status NotHad(absl::string_view where, absl::string_view why) {
  return absl::UnavailableError(absl::StrCat("the key set at ", where, " cannot be had: ", why));
}

absl::StatusOr<std::string> ReadKeys(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return NotHad(path, "the file cannot be opened");
  std::string text(domain::kKeySetBytesMax + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (file.bad()) return NotHad(path, "the file cannot be read");
  text.resize(static_cast<size_t>(file.gcount()));
  if (text.size() > domain::kKeySetBytesMax) return NotHad(path, "it is too long");
  return text;
}

// libcurl's; what it does not take in full ends the transfer.
size_t TakeBytes(const char* bytes, size_t one, size_t count, void* text) {
  auto& taken = *static_cast<std::string*>(text);
  if (taken.size() + one * count > domain::kKeySetBytesMax) return 0;
  taken.append(bytes, one * count);
  return one * count;
}

absl::StatusOr<std::string> DownloadKeys(const KeySource& source) {
  const std::unique_ptr<CURL, CurlFree> curl(curl_easy_init());
  if (curl == nullptr) return NotHad(source.where, "no memory");
  std::string text;
  CURL* call = curl.get();
  curl_easy_setopt(call, CURLOPT_URL, source.where.c_str());
  curl_easy_setopt(call, CURLOPT_PROTOCOLS_STR, "https");
  curl_easy_setopt(call, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(call, CURLOPT_FAILONERROR, 1L);
  curl_easy_setopt(call, CURLOPT_NOSIGNAL, 1L);  // this process handles its own
  curl_easy_setopt(call, CURLOPT_TIMEOUT_MS, static_cast<long>(domain::kKeySetFetchMs));
  curl_easy_setopt(call, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt(call, CURLOPT_SSL_VERIFYHOST, 2L);
  curl_easy_setopt(call, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  if (!source.ca_file.empty()) {
    curl_easy_setopt(call, CURLOPT_CAINFO, source.ca_file.c_str());
    curl_easy_setopt(call, CURLOPT_CAPATH, nullptr);
  }
  curl_easy_setopt(call, CURLOPT_WRITEFUNCTION, TakeBytes);
  curl_easy_setopt(call, CURLOPT_WRITEDATA, &text);
  const CURLcode code = curl_easy_perform(call);
  if (code == CURLE_WRITE_ERROR) return NotHad(source.where, "it is too long");
  if (code != CURLE_OK) return NotHad(source.where, curl_easy_strerror(code));
  return text;
}

}  // namespace

absl::StatusOr<FetchKeys> FetchFrom(KeySource source) {
  if (absl::StartsWith(source.where, "https://")) {
    return FetchKeys([source = std::move(source)] { return DownloadKeys(source); });
  }
  if (source.where.empty() || absl::StrContains(source.where, "://")) {
    return absl::InvalidArgumentError("a key set is fetched from https://... or from a file");
  }
  return FetchKeys([path = std::move(source.where)] { return ReadKeys(path); });
}

}  // namespace cardledger::identity
