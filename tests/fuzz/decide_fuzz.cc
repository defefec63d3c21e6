// Requests as they come from outside, one after the other: each is complained of, or decided on a
// ledger with a history, and what was decided folds. Nothing that passes validation may abort.
// A request is a byte for its kind and a piece with its bytes.

#include <string>

#include "services/domain/decide.h"
#include "services/domain/fold.h"
#include "services/domain/validate.h"
#include "tests/fuzz/fuzz_input.h"
#include "tests/support/sample_journal.h"

namespace domain = cardledger::domain;
namespace tests = cardledger::tests;
namespace v1 = cardledger::v1;

namespace {

struct Ledger {
  domain::State state;
  domain::Policies policies;
};

// The sample, folded; with its policy in force.
const Ledger& SampleLedger() {
  static const Ledger* const kLedger = [] {
    auto* ledger = new Ledger;
    domain::ChangedRows changed;
    for (const auto& entry : tests::SampleEntries()) {
      CARDLEDGER_CHECK(domain::Fold(entry, ledger->state, changed).ok(), "the sample folds");
    }
    domain::PolicyText policy;
    CARDLEDGER_CHECK(domain::ParsePolicyText(tests::TestPolicyText(), policy).empty(),
                     "the sample's policy is one");
    ledger->policies.Add(
        {2, domain::ValidFrom(policy.scheme), std::string(32, 'p'), policy.scheme});
    return ledger;
  }();
  return *kLedger;
}

template <typename Request>
void Handle(absl::string_view bytes, uint64_t run_entry, Ledger& ledger) {
  Request request;
  if (!request.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return;
  if (!domain::Validate(request).empty()) return;
  tests::SeededRandom random(bytes.size());
  const std::string key(32, 'k');
  const auto random_bytes = [&random](size_t count) { return random.Bytes(count); };
  const domain::DecisionContext context{ledger.state.last_recorded_time_us,
                                        ledger.policies,
                                        run_entry % 2 == 1,
                                        key,
                                        nullptr,
                                        random_bytes};
  const auto caller = tests::CallerOf("anna", {cardledger::journal::v1::ROLE_APPROVER});
  const domain::Command command = domain::MakeCommand(std::move(request), caller, run_entry);
  const domain::Decision decision = domain::Decide(command, ledger.state, context);
  domain::ChangedRows changed;
  for (const auto& entry : decision.entries) {
    const absl::Status folded = domain::Fold(entry, ledger.state, changed);
    // An id used twice never comes to a decision in the engine: the store knows it.
    if (!folded.ok()) return;
    CARDLEDGER_CHECK(domain::CheckTrialBalance(ledger.state.totals).ok(), "books are balanced");
  }
}

}  // namespace

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  tests::FuzzInput input(data, size);
  Ledger ledger = SampleLedger();
  while (!input.empty()) {
    const uint8_t kind = input.TakeByte();
    const uint64_t run_entry = kind / 16;  // low numbers stand for entries of the sample
    const absl::string_view bytes = input.TakePiece();
    switch (kind % 12) {
      case 0:
        Handle<v1::CreateFundRequest>(bytes, 0, ledger);
        break;
      case 1:
        Handle<v1::AllocateBudgetRequest>(bytes, 0, ledger);
        break;
      case 2:
        Handle<v1::TransferBudgetRequest>(bytes, 0, ledger);
        break;
      case 3:
        Handle<v1::RegisterPersonRequest>(bytes, 0, ledger);
        break;
      case 4:
        Handle<v1::ProposeAwardRequest>(bytes, 0, ledger);
        break;
      case 5:
        Handle<v1::ApproveAwardRequest>(bytes, 0, ledger);
        break;
      case 6:
        Handle<v1::CancelAwardRequest>(bytes, 0, ledger);
        break;
      case 7:
        Handle<v1::CreateLoadRequest>(bytes, run_entry, ledger);
        break;
      case 8:
        Handle<v1::BulkLoadStart>(bytes, 0, ledger);
        break;
      case 9:
        Handle<v1::BulkLoadFinish>(bytes, run_entry, ledger);
        break;
      case 10:
        Handle<v1::ActivatePolicyRequest>(bytes, 0, ledger);
        break;
      default:
        Handle<v1::ConfirmClockRequest>(bytes, run_entry, ledger);
        break;
    }
  }
  return 0;
}
