#include "services/fsck/fsck.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"

#include "base/status_macros.h"
#include "services/domain/decide.h"
#include "services/engine/keys.h"
#include "services/engine/rows.h"
#include "services/fsck/detail_check.h"
#include "services/fsck/findings.h"
#include "services/fsck/journal_check.h"
#include "services/fsck/row_check.h"

namespace cardledger::fsck {
namespace {

using engine::Table;

struct Head {
  std::optional<store::v1::MetaRow> meta;
  std::optional<store::v1::FrontierRow> frontier;
};

// The rows that describe the store; a finding for each that is missing or cannot be read.
absl::StatusOr<Head> ReadHead(const storage::KvStore& store, const storage::KvSnapshot& snapshot,
                              Findings& findings) {
  const std::string keys[] = {engine::SingleKey(Table::kMeta), engine::SingleKey(Table::kFrontier)};
  CARDLEDGER_ASSIGN_OR_RETURN(auto values, store.MultiGet(snapshot, keys));
  Head head;
  if (!values[0]) findings.Add("the store does not say of which ledger it is");
  if (values[0] && !head.meta.emplace().ParseFromString(*values[0])) {
    findings.Add("the store's description cannot be read");
    head.meta.reset();
  }
  if (!values[1] || !head.frontier.emplace().ParseFromString(*values[1])) {
    findings.Add("the frontier is missing or cannot be read");
    head.frontier.reset();
  }
  return head;
}

absl::StatusOr<bool> IsEmpty(const storage::KvStore& store, const storage::KvSnapshot& snapshot) {
  CARDLEDGER_ASSIGN_OR_RETURN(auto any, store.Scan(snapshot, {}, 1));
  return any.empty();
}

void CheckHead(const Head& head, const JournalCheck& journal, Findings& findings) {
  const domain::State& state = journal.state();
  if (head.meta &&
      (head.meta->ledger_id() != state.ledger_id.ToBytes() || head.meta->kind() != state.kind)) {
    findings.Add("the store's description and the first entry name different ledgers");
  }
  if (head.meta && head.meta->journal_format() != journal.journal_format()) {
    findings.Add("the store's description and the first entry name different journal formats");
  }
  if (head.meta && head.meta->row_schema() != engine::kRowSchema) {
    findings.Add(absl::StrCat("the rows have schema ", head.meta->row_schema(), ", not ",
                              engine::kRowSchema, ": opening the ledger rebuilds them"));
  }
  if (!head.frontier) return;
  if (head.frontier->position() != state.position) {
    findings.Add(absl::StrCat("the journal ends at ", state.position, ", not at ",
                              head.frontier->position()));
  } else if (head.frontier->root() != base::AsBytes(journal.tree().Root())) {
    findings.Add("the tree over the journal has another root than was noted");
  } else if (head.frontier->recorded_time_us() != state.last_recorded_time_us) {
    findings.Add("the time of the last entry is not the one that was noted");
  }
}

void CheckAnchorReached(const storage::AnchorPoint& anchored, const JournalCheck& journal,
                        Report& report, Findings& findings) {
  if (anchored.position > report.position) {
    report.anchor = AnchorState::kContradicted;
    findings.Add(absl::StrCat("the journal ends at ", report.position, " but its anchor saw ",
                              anchored.position, " entries: acknowledged entries are lost"));
  } else {
    report.anchor = journal.anchor_differs() ? AnchorState::kContradicted : AnchorState::kReached;
    report.beyond_anchor = report.position - anchored.position;
  }
}

// nullopt where there is none, and where it is damaged, which is a finding.
absl::StatusOr<std::optional<storage::AnchorPoint>> ReadAnchor(storage::Anchor& anchor,
                                                               Report& report, Findings& findings) {
  auto anchored = anchor.Read();
  if (anchored.ok()) {
    report.anchor = anchored->has_value() ? AnchorState::kUnknown : AnchorState::kNone;
    return *anchored;
  }
  CARDLEDGER_RETURN_IF_ERROR(findings.Take(anchored.status()));
  report.anchor = AnchorState::kDamaged;
  return std::optional<storage::AnchorPoint>();
}

void Describe(const JournalCheck& journal, Report& report) {
  report.ledger_id = journal.state().ledger_id;
  report.kind = journal.state().kind;
  report.position = journal.state().position;
  report.root = journal.tree().Root();
  report.state_digest = engine::StateDigest(journal.state());
}

// DATA_LOSS where damage leaves nothing more to check.
absl::Status CheckAll(const storage::KvStore& store, storage::Anchor& anchor,
                      const vault::Vault* vault, const Progress& progress, Report& report,
                      Findings& findings) {
  CARDLEDGER_ASSIGN_OR_RETURN(const auto anchored, ReadAnchor(anchor, report, findings));
  const std::shared_ptr<const storage::KvSnapshot> snapshot = store.Snapshot();
  CARDLEDGER_ASSIGN_OR_RETURN(const Head head, ReadHead(store, *snapshot, findings));
  if (!head.meta && report.anchor == AnchorState::kNone) {
    CARDLEDGER_ASSIGN_OR_RETURN(const bool empty, IsEmpty(store, *snapshot));
    if (empty) return absl::NotFoundError("no ledger stands here");
  }
  if (head.meta && head.meta->journal_format() > domain::kJournalFormat) {
    return absl::FailedPreconditionError(
        absl::StrCat("the journal has format ", head.meta->journal_format(),
                     "; this program reads up to ", domain::kJournalFormat));
  }
  DetailCheck details(vault, findings);
  JournalCheck journal(store, *snapshot, anchored, details, findings);
  CARDLEDGER_RETURN_IF_ERROR(journal.Run(head.frontier ? head.frontier->position() : 0, progress));
  Describe(journal, report);
  CheckHead(head, journal, findings);
  if (anchored) CheckAnchorReached(*anchored, journal, report, findings);
  CARDLEDGER_ASSIGN_OR_RETURN(report.rows,
                              CompareRows(store, *snapshot, journal.state(), findings));
  CARDLEDGER_RETURN_IF_ERROR(findings.Take(details.Finish(journal.state())));
  report.details = details.opened();
  report.erased_details = details.erased();
  report.lost_details = details.lost();
  report.erased_since_details = details.erased_since();
  report.put_right_since_references = details.put_right_since();
  CARDLEDGER_RETURN_IF_ERROR(CheckNothingElse(store, *snapshot, journal, details, findings));
  CheckInvariants(journal.state(), findings);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Report> Check(const storage::KvStore& store, storage::Anchor& anchor,
                             const vault::Vault* vault, const Progress& progress) {
  Report report;
  report.keys_given = vault != nullptr;
  Findings findings(report);
  CARDLEDGER_RETURN_IF_ERROR(
      findings.Take(CheckAll(store, anchor, vault, progress, report, findings)));
  return report;
}

}  // namespace cardledger::fsck
