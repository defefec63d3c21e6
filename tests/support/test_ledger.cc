#include "tests/support/test_ledger.h"

#include <utility>

#include "base/check.h"
#include "base/status_macros.h"
#include "storage/memory/memory_store.h"

namespace cardledger::tests {

TestLedger::TestLedger(Options options)
    : options_(options),
      clock_(options.now_us),
      random_(options.seed),
      disk_(std::make_shared<storage::MemoryDisk>()),
      anchor_file_(std::make_shared<storage::MemoryAnchorFile>()),
      anchor_(anchor_file_) {}

TestLedger::TestLedger(Options options, TestLedger& other) : TestLedger(options) {
  clock_.Step(other.clock_.WallMicroseconds() - options.now_us);
  keys_.disk().SetContent(other.keys_.disk().content());
  const auto anchored = other.anchor_.Read();
  CARDLEDGER_CHECK(anchored.ok(), "the other ledger's anchor can be read");
  if (anchored->has_value()) anchor_file_->Replace(**anchored);
  storage::WriteBatch rows;
  for (const storage::KeyValue& row : other.disk_->Rows()) rows.Put(row.key, row.value);
  const auto store = OpenStore();
  CARDLEDGER_CHECK(store.ok(), "an empty disk can be opened");
  const auto writer = (*store)->OpenWriter((*store)->last_epoch() + 1);
  CARDLEDGER_CHECK(writer.ok() && (*writer)->Apply(rows, 0).outcome == storage::ApplyOutcome::kOk,
                   "an empty disk can be written");
}

TestLedger::~TestLedger() {
  if (is_open()) CutPower(storage::MemoryDisk::Unsynced::kKeep);
}

absl::Status TestLedger::Open(std::optional<journal::v1::LedgerKind> only_kind) {
  CARDLEDGER_CHECK(!is_open(), "a ledger is opened once at a time");
  const auto random_bytes = [this](size_t count) { return random_.Bytes(count); };
  CARDLEDGER_ASSIGN_OR_RETURN(vault_, keys_.Open(random_bytes));
  CARDLEDGER_ASSIGN_OR_RETURN(store_, OpenStore());
  engine::EngineOptions options;
  options.store = store_.get();
  options.anchor = &anchor_;
  options.clock = &clock_;
  options.vault = vault_.get();
  options.accept_lost_keys = accept_lost_keys_;
  options.random_bytes = random_bytes;
  options.create = options_.create;
  options.only_kind = only_kind;
  options.interactive_queue_max = options_.interactive_queue_max;
  options.bulk_queue_max = options_.bulk_queue_max;
  auto opened = engine::Engine::Open(std::move(options));
  if (!opened.ok()) {
    store_.reset();
    return std::move(opened).status();
  }
  engine_ = *std::move(opened);
  return absl::OkStatus();
}

absl::StatusOr<std::unique_ptr<storage::KvStore>> TestLedger::OpenStore() {
  return storage::OpenMemoryStore(disk_);
}

vault::Vault& TestLedger::vault() {
  if (!is_open()) {
    vault_ = keys_.MustOpen([this](size_t count) { return random_.Bytes(count); });
  }
  return *vault_;
}

absl::Status TestLedger::Close() {
  const absl::Status stopped = engine_->Stop();
  engine_.reset();
  const absl::Status closed = store_->Close();
  store_.reset();
  return stopped.ok() ? closed : stopped;
}

absl::Status TestLedger::Restart() {
  CARDLEDGER_RETURN_IF_ERROR(Close());
  return Open();
}

void TestLedger::CutPower(storage::MemoryDisk::Unsynced fate) {
  disk_->CutPower(fate);
  engine_.reset();
  store_.reset();
}

void TestLedger::RunUntilIdle() {
  while (engine_->RunOnce()) {
  }
}

engine::Outcome TestLedger::Do(domain::Request request, const journal::v1::Caller& caller,
                               uint64_t run_entry) {
  return Do(domain::MakeCommand(std::move(request), caller, run_entry));
}

engine::Outcome TestLedger::Do(domain::Command command, int64_t deadline_us) {
  std::optional<engine::Outcome> answer;
  engine_->Submit(std::move(command), deadline_us,
                  [&answer](engine::Outcome outcome) { answer = std::move(outcome); });
  RunUntilIdle();
  CARDLEDGER_CHECK(answer.has_value(), "every command is answered");
  return *std::move(answer);
}

std::vector<engine::Outcome> TestLedger::DoBulk(std::vector<domain::Command> rows) {
  std::optional<std::vector<engine::Outcome>> answers;
  engine_->SubmitBulk(std::move(rows), [&answers](std::vector<engine::Outcome> outcomes) {
    answers = std::move(outcomes);
  });
  RunUntilIdle();
  CARDLEDGER_CHECK(answers.has_value(), "every chunk is answered");
  return *std::move(answers);
}

std::string TestLedger::NewRequestId() {
  return base::Uuid::FromRandom(random_.Bytes(base::Uuid::kBytes)).ToString();
}

journal::v1::Caller CallerOf(absl::string_view subject,
                             std::initializer_list<journal::v1::Role> roles) {
  journal::v1::Caller caller;
  caller.set_subject(std::string(subject));
  for (const journal::v1::Role role : roles) caller.add_roles(role);
  return caller;
}

absl::string_view TestPolicyText() {
  return R"(version: "scheme-2026-04"
valid_from { year: 2026 month: 4 day: 1 }
annual_limit { pence: 100000 source: "test" verification: VERIFICATION_NOT_VERIFIED }
limit_year {
  limit_year: LIMIT_YEAR_FINANCIAL_YEAR
  source: "test"
  verification: VERIFICATION_NOT_VERIFIED
}
phase_length_max { days: 84 source: "test" verification: VERIFICATION_NOT_VERIFIED }
)";
}

}  // namespace cardledger::tests
