#include "services/identity/certificate_trust.h"

#include <algorithm>
#include <ctime>
#include <filesystem>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "openssl/bio.h"
#include "openssl/err.h"
#include "openssl/pem.h"
#include "openssl/x509.h"
#include "openssl/x509_vfy.h"
#include "openssl/x509v3.h"

#include "base/status_macros.h"
#include "services/domain/limits.h"

namespace cardledger::identity {
namespace {

namespace fs = std::filesystem;

template <auto kFree>
struct Free {
  template <typename T>
  void operator()(T* thing) const {
    kFree(thing);
  }
};
using BioPtr = std::unique_ptr<BIO, Free<BIO_free>>;
using CertificatePtr = std::unique_ptr<X509, Free<X509_free>>;
using ContextPtr = std::unique_ptr<X509_STORE_CTX, Free<X509_STORE_CTX_free>>;
using CrlPtr = std::unique_ptr<X509_CRL, Free<X509_CRL_free>>;
using StorePtr = std::unique_ptr<X509_STORE, Free<X509_STORE_free>>;

void FreeChain(STACK_OF(X509) * chain) { sk_X509_pop_free(chain, X509_free); }
using ChainPtr = std::unique_ptr<STACK_OF(X509), Free<FreeChain>>;

absl::Status Fault(absl::string_view path, absl::string_view what) {
  ERR_clear_error();
  return absl::InvalidArgumentError(absl::StrCat(path, " ", what));
}

// An authority need not publish a list, and a list that is late still says who was revoked.
int PassOverMissingLists(int ok, X509_STORE_CTX* context) {
  if (ok == 1) return ok;
  const int error = X509_STORE_CTX_get_error(context);
  const bool passed = error == X509_V_ERR_UNABLE_TO_GET_CRL ||
                      error == X509_V_ERR_CRL_HAS_EXPIRED || error == X509_V_ERR_CRL_NOT_YET_VALID;
  return passed ? 1 : 0;
}

absl::Status AddRevoked(X509_STORE& store, const std::string& path) {
  const BioPtr file(BIO_new_file(path.c_str(), "r"));
  if (file == nullptr) return Fault(path, "cannot be read");
  int lists = 0;
  while (true) {
    const CrlPtr list(PEM_read_bio_X509_CRL(file.get(), nullptr, nullptr, nullptr));
    if (list == nullptr) break;
    if (X509_STORE_add_crl(&store, list.get()) != 1) return Fault(path, "cannot be used");
    ++lists;
  }
  if (lists == 0 || ERR_GET_REASON(ERR_peek_last_error()) != PEM_R_NO_START_LINE) {
    return Fault(path, "must hold certificate revocation lists in PEM");
  }
  ERR_clear_error();
  return absl::OkStatus();
}

absl::StatusOr<std::vector<std::string>> FilesIn(const std::string& folder) {
  std::vector<std::string> files;
  if (folder.empty()) return files;
  std::error_code error;
  for (const auto& file : fs::directory_iterator(folder, error)) {
    if (file.is_regular_file(error)) files.push_back(file.path().string());
  }
  if (error) return Fault(folder, "must be a folder of certificate revocation lists");
  std::sort(files.begin(), files.end());
  return files;
}

absl::StatusOr<StorePtr> Load(const std::string& authorities,
                              const std::vector<std::string>& revoked) {
  StorePtr store(X509_STORE_new());
  if (X509_STORE_load_file(store.get(), authorities.c_str()) != 1) {
    return Fault(authorities, "must hold certificates of authorities in PEM");
  }
  for (const std::string& path : revoked) {
    CARDLEDGER_RETURN_IF_ERROR(AddRevoked(*store, path));
  }
  X509_STORE_set_purpose(store.get(), X509_PURPOSE_SSL_CLIENT);
  X509_STORE_set_flags(store.get(), X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL);
  X509_STORE_set_verify_cb(store.get(), PassOverMissingLists);
  return store;
}

// Differs where a file has changed, come or gone.
std::string StampOf(const std::string& authorities, const std::vector<std::string>& revoked) {
  std::string stamp;
  std::vector<std::string> all = revoked;
  all.push_back(authorities);
  for (const std::string& path : all) {
    std::error_code none;  // what cannot be looked at is said when it is read
    absl::StrAppend(&stamp, path, " ", fs::last_write_time(path, none).time_since_epoch().count(),
                    " ", fs::file_size(path, none), "\n");
  }
  return stamp;
}

ChainPtr ParseChain(absl::string_view pem) {
  const BioPtr memory(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  ChainPtr chain(sk_X509_new_null());
  while (X509* certificate = PEM_read_bio_X509(memory.get(), nullptr, nullptr, nullptr)) {
    sk_X509_push(chain.get(), certificate);
  }
  ERR_clear_error();
  return chain;
}

int64_t EndOf(const X509& certificate) {
  std::tm end{};
  if (ASN1_TIME_to_tm(X509_get0_notAfter(&certificate), &end) != 1) return 0;
  return timegm(&end);
}

}  // namespace

struct CertificateTrust::Known {
  explicit Known(StorePtr loaded) : store(std::move(loaded)) {}

  const StorePtr store;
  base::Mutex mutex;
  // Chains that count, by their SHA-256, and until when.
  absl::flat_hash_map<base::Sha256Digest, int64_t> good ABSL_GUARDED_BY(mutex);
};

CertificateTrust::CertificateTrust(TrustFiles files) : files_(std::move(files)) {}
CertificateTrust::~CertificateTrust() = default;

absl::Status CertificateTrust::Reload() {
  CARDLEDGER_ASSIGN_OR_RETURN(const std::vector<std::string> revoked, FilesIn(files_.revoked_dir));
  std::string stamp = StampOf(files_.authorities, revoked);
  if (stamp == stamp_) return absl::OkStatus();
  CARDLEDGER_ASSIGN_OR_RETURN(StorePtr store, Load(files_.authorities, revoked));
  stamp_ = std::move(stamp);
  auto fresh = std::make_shared<Known>(std::move(store));
  const base::MutexLock lock(mutex_);
  known_ = std::move(fresh);
  return absl::OkStatus();
}

std::shared_ptr<CertificateTrust::Known> CertificateTrust::known() const {
  const base::MutexLock lock(mutex_);
  return known_;
}

absl::Status CertificateTrust::Check(absl::string_view chain, int64_t now_s) const {
  const std::shared_ptr<Known> known = this->known();
  if (known == nullptr) return absl::UnauthenticatedError("no certificate counts here");
  const base::Sha256Digest digest = base::Sha256(chain);
  {
    const base::MutexLock lock(known->mutex);
    const auto found = known->good.find(digest);
    if (found != known->good.end() && now_s <= found->second) return absl::OkStatus();
  }
  const ChainPtr certificates = ParseChain(chain);
  if (sk_X509_num(certificates.get()) == 0) {
    return absl::UnauthenticatedError("the certificate cannot be read");
  }
  const ContextPtr context(X509_STORE_CTX_new());
  X509* own = sk_X509_value(certificates.get(), 0);
  if (X509_STORE_CTX_init(context.get(), known->store.get(), own, certificates.get()) != 1) {
    return absl::ResourceExhaustedError("no memory for a certificate");
  }
  X509_STORE_CTX_set_time(context.get(), 0, now_s);
  if (X509_verify_cert(context.get()) != 1) {
    const int error = X509_STORE_CTX_get_error(context.get());
    ERR_clear_error();
    return absl::UnauthenticatedError(
        absl::StrCat("the certificate does not count: ", X509_verify_cert_error_string(error)));
  }
  int64_t until_s = EndOf(*own);
  for (int i = 1; i < sk_X509_num(certificates.get()); ++i) {
    until_s = std::min(until_s, EndOf(*sk_X509_value(certificates.get(), i)));
  }
  const base::MutexLock lock(known->mutex);
  if (known->good.size() >= domain::kCertificatesKnownMax) known->good.clear();
  known->good[digest] = until_s;
  return absl::OkStatus();
}

}  // namespace cardledger::identity
