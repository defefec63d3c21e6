#pragma once

// One award of the demonstration: what is proposed, and steps of its life. Internal to
// clients/demo. One thread.

#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

#include "cardledger/v1/awards.pb.h"
#include "clients/demo/book.h"
#include "clients/demo/invented.h"

namespace cardledger::demo {

// What is proposed. Years, funds and goals are added when it is.
struct AwardShape {
  int person = 0;
  // Of this person.
  int nth = 1;
  absl::CivilDay start;
  absl::CivilDay end;
  int64_t pence = 0;
  journal::v1::Power power = journal::v1::POWER_S18_DUTY;
  journal::v1::Delivery delivery = journal::v1::DELIVERY_COUNCIL_ARRANGED;
  journal::v1::LoadFrequency frequency = journal::v1::LOAD_FREQUENCY_UNSPECIFIED;
  absl::string_view goal;
  // What else is proposed: shares, restrictions, contribution.
  v1::ProposeAwardRequest terms = {};
};

// The last day of a phase from `start` on.
inline absl::CivilDay PhaseEnd(absl::CivilDay start) { return start + (kPhaseDays - 1); }

// An award that was proposed. Each method adds one step of its life.
class AwardPlan {
 public:
  // Proposes it. A schedule that would leave a year without a due day becomes ONE_OFF, which has
  // one in every year.
  AwardPlan(Book& book, AwardShape shape);

  const AwardShape& shape() const { return shape_; }
  std::string name() const { return absl::StrCat("awards/", id_); }
  std::string person() const;
  // Names a step of this award.
  std::string Step(absl::string_view what) const { return absl::StrCat(key_, "/", what); }
  // Pence of the financial year of `day`.
  int64_t PartOf(absl::CivilDay day) const;

  void Approve();
  void Cancel(journal::v1::CancelReason reason);
  void Agree(journal::v1::PaymentChoice choice);
  // From the award's first day on.
  void Contribute(int64_t weekly_pence);
  // Returns the request id, as Load does.
  std::string Receive(absl::string_view what, int64_t pence, absl::CivilDay day);
  // Four weeks' contribution each time they have passed; at least once.
  void ReceiveContributions(int64_t weekly_pence);
  std::string Load(absl::string_view what, int64_t pence, absl::CivilDay due);
  void Reverse(absl::string_view what, absl::string_view request_id, Actor actor,
               journal::v1::ReversalReason reason, absl::string_view note);
  // Returns the request id.
  std::string AskForException(int64_t pence, absl::string_view reason);
  void Decide(absl::string_view referral_request_id, bool approve, absl::string_view reason);
  void Extend(int days, int64_t pence, absl::string_view reason);
  void DecideExtension(bool approve);
  void End(absl::CivilDay last, journal::v1::Outcome outcome);

 private:
  void AddParts(v1::ProposeAwardRequest& request);

  Book& book_;
  AwardShape shape_;
  std::string key_;
  std::string id_;
  // Pence by financial year.
  std::map<int, int64_t> parts_;
};

}  // namespace cardledger::demo
