#include "services/domain/fingerprint.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"

#include "base/sha256.h"
#include "cardledger/v1/fields.pb.h"
#include "services/domain/dates.h"

namespace cardledger::domain {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// Clears what is no decision: who sends it how, and texts that describe somebody.
void ClearAllButDecision(Message& message) {
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> set;
  reflection.ListFields(message, &set);
  for (const FieldDescriptor* field : set) {
    if (field->options().GetExtension(v1::sealed_text)) {
      reflection.ClearField(&message, field);
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && !field->is_repeated()) {
      ClearAllButDecision(*reflection.MutableMessage(&message, field));
    }
  }
}

// The decision fields in protobuf's wire format, which has one form for one content: no request has
// a map, fields stand in the order of their numbers, and none is unknown.
template <typename Request>
std::string DecisionFields(Request request) {
  request.clear_request_id();
  if constexpr (requires { request.clear_validate_only(); }) request.clear_validate_only();
  request.DiscardUnknownFields();
  ClearAllButDecision(request);
  return request.SerializeAsString();
}

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
    v1::ProposeAwardRequest terms = r;  // what may be said beyond what every award says
    terms.clear_person();
    terms.clear_power();
    terms.clear_delivery();
    terms.clear_start_date();
    terms.clear_end_date();
    terms.clear_funding();
    if (const std::string fields = DecisionFields(terms); !fields.empty()) out.Text(fields);
  }
  void operator()(const v1::ApproveAwardRequest& r) const { out.Number(6).Text(r.award()); }
  void operator()(const v1::CancelAwardRequest& r) const {
    out.Number(7).Text(r.award()).Number(r.reason());
  }
  void operator()(const v1::CreateLoadRequest& r) const {
    out.Number(8).Text(r.award()).Number(r.amount_pence()).Date(r.due_date());
    if (r.emergency()) out.Number(1);
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
  // All later requests: their fields say themselves which are texts.
  template <typename Request>
  void operator()(const Request& r) const {
    out.Number(13).Text(Request::descriptor()->full_name()).Text(DecisionFields(r));
  }
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
