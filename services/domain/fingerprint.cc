#include "services/domain/fingerprint.h"

#include <algorithm>
#include <string>

#include "absl/strings/string_view.h"

#include "base/sha256.h"
#include "services/domain/dates.h"

namespace cardledger::domain {
namespace {

// Each field is written with its length, so that two fields can never be read as one.
class FieldWriter {
 public:
  FieldWriter& Number(int64_t value) {
    for (int shift = 56; shift >= 0; shift -= 8) {
      fields_.push_back(static_cast<char>((static_cast<uint64_t>(value) >> shift) & 0xFF));
    }
    return *this;
  }
  FieldWriter& Text(absl::string_view value) {
    Number(static_cast<int64_t>(value.size()));
    fields_.append(value.data(), value.size());
    return *this;
  }
  FieldWriter& Date(const google::type::Date& date) { return Number(DayOf(date).number()); }

  const std::string& fields() const { return fields_; }

 private:
  std::string fields_;
};

// One overload a request. The first number names the kind of request and is never reused.
struct FieldsOf {
  FieldWriter& out;
  const uint64_t run_entry;

  void operator()(const v1::CreateFundRequest& r) const {
    out.Number(1).Text(r.code()).Number(r.financial_year());
  }
  void operator()(const v1::AllocateBudgetRequest& r) const {
    out.Number(2).Text(r.fund()).Number(r.amount_pence()).Number(r.reason());
  }
  void operator()(const v1::TransferBudgetRequest& r) const {
    out.Number(3).Text(r.from_fund()).Text(r.to_fund()).Number(r.amount_pence());
  }
  // The case reference describes a person and is left out.
  void operator()(const v1::RegisterPersonRequest&) const { out.Number(4); }
  void operator()(const v1::ProposeAwardRequest& r) const {
    out.Number(5).Text(r.person()).Number(r.power()).Number(r.delivery());
    out.Date(r.start_date()).Date(r.end_date()).Number(r.funding_size());
    for (const v1::AwardFunding& part : r.funding()) {
      out.Text(part.fund()).Number(part.amount_pence());
    }
  }
  void operator()(const v1::ApproveAwardRequest& r) const { out.Number(6).Text(r.award()); }
  void operator()(const v1::CancelAwardRequest& r) const {
    out.Number(7).Text(r.award()).Number(r.reason());
  }
  void operator()(const v1::CreateLoadRequest& r) const {
    out.Number(8).Text(r.award()).Number(r.amount_pence()).Date(r.due_date());
  }
  void operator()(const v1::BulkLoadStart& r) const {
    out.Number(9).Number(static_cast<int64_t>(r.declared_count())).Number(r.declared_pence());
  }
  // An id used to finish one run must not answer for another. A row may be sent again in a later
  // run.
  void operator()(const v1::BulkLoadFinish&) const {
    out.Number(10).Number(static_cast<int64_t>(run_entry));
  }
  // A policy's text is the council's, not a person's; it is the decision.
  void operator()(const v1::ActivatePolicyRequest& r) const { out.Number(11).Text(r.text()); }
  void operator()(const v1::ConfirmClockRequest&) const { out.Number(12); }
};

}  // namespace

Fingerprint FingerprintOf(const Request& request, const journal::v1::Caller& caller,
                          uint64_t run_entry) {
  FieldWriter writer;
  writer.Text(caller.subject());
  std::visit(FieldsOf{writer, run_entry}, request);
  const base::Sha256Digest digest = base::Sha256(writer.fields());
  Fingerprint fingerprint;
  std::copy_n(digest.begin(), fingerprint.size(), fingerprint.begin());
  return fingerprint;
}

}  // namespace cardledger::domain
