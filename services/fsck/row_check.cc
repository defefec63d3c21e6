#include "services/fsck/row_check.h"

#include <algorithm>
#include <map>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

#include "base/status_macros.h"
#include "services/domain/fold.h"
#include "services/domain/person_reference.h"
#include "services/engine/rows.h"

namespace cardledger::fsck {
namespace {

using engine::Table;

absl::StatusOr<uint64_t> CountRows(const storage::KvStore& store,
                                   const storage::KvSnapshot& snapshot, Table table) {
  uint64_t count = 0;
  CARDLEDGER_RETURN_IF_ERROR(engine::ForEachRow(store, snapshot, engine::RangeOf(table),
                                                [&count](const storage::KeyValue&) {
                                                  ++count;
                                                  return absl::OkStatus();
                                                }));
  return count;
}

absl::Status ExpectCount(const storage::KvStore& store, const storage::KvSnapshot& snapshot,
                         Table table, absl::string_view what, uint64_t expected,
                         Findings& findings) {
  const absl::StatusOr<uint64_t> count = CountRows(store, snapshot, table);
  if (!count.ok()) return findings.Take(count.status());
  if (*count != expected) {
    findings.Add(
        absl::StrCat("there are ", *count, " ", what, " where the journal makes ", expected));
  }
  return absl::OkStatus();
}

// Keys whose first byte is no table's.
absl::Status CheckForeignKeys(const storage::KvStore& store, const storage::KvSnapshot& snapshot,
                              Findings& findings) {
  std::string from(1, '\x01');  // 0x00 is the store's own
  for (Table table : engine::kTables) {
    const storage::KeyRange own = engine::RangeOf(table);
    if (from < own.from) {
      CARDLEDGER_ASSIGN_OR_RETURN(auto foreign, store.Scan(snapshot, {from, own.from}, 1));
      if (!foreign.empty()) {
        findings.Add(absl::StrCat("the key ", absl::BytesToHexString(foreign[0].key),
                                  " belongs to no table"));
      }
    }
    from = own.to;
  }
  CARDLEDGER_ASSIGN_OR_RETURN(auto foreign, store.Scan(snapshot, {from, ""}, 1));
  if (!foreign.empty()) {
    findings.Add(
        absl::StrCat("the key ", absl::BytesToHexString(foreign[0].key), " belongs to no table"));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<uint64_t> CompareRows(const storage::KvStore& store,
                                     const storage::KvSnapshot& snapshot,
                                     const domain::State& state, Findings& findings) {
  const std::vector<storage::KeyValue> expected = engine::AllRows(state);
  auto next = expected.begin();
  const auto misses = [&findings](const storage::KeyValue& row) {
    findings.Add(absl::StrCat("the row ", absl::BytesToHexString(row.key), " is missing"));
  };
  for (Table table : engine::kFoldedTables) {
    const absl::Status read = engine::ForEachRow(
        store, snapshot, engine::RangeOf(table), [&](const storage::KeyValue& stored) {
          for (; next != expected.end() && next->key < stored.key; ++next) misses(*next);
          if (next == expected.end() || next->key != stored.key) {
            findings.Add(absl::StrCat("the row ", absl::BytesToHexString(stored.key),
                                      " does not follow from the journal"));
            return absl::OkStatus();
          }
          if (next->value != stored.value) {
            findings.Add(absl::StrCat("the row ", absl::BytesToHexString(stored.key),
                                      " is not what the journal makes it"));
          }
          ++next;
          return absl::OkStatus();
        });
    CARDLEDGER_RETURN_IF_ERROR(findings.Take(read));
  }
  std::for_each(next, expected.end(), misses);
  return expected.size();
}

absl::Status CheckNothingElse(const storage::KvStore& store, const storage::KvSnapshot& snapshot,
                              const JournalCheck& journal, const DetailCheck& details,
                              Findings& findings) {
  CARDLEDGER_RETURN_IF_ERROR(
      ExpectCount(store, snapshot, Table::kRequest, "request ids", journal.requests(), findings));
  CARDLEDGER_RETURN_IF_ERROR(
      ExpectCount(store, snapshot, Table::kTile, "tiles", journal.tiles(), findings));
  CARDLEDGER_RETURN_IF_ERROR(ExpectCount(store, snapshot, engine::kCheckpointTable,
                                         "checkpoints of funds", journal.checkpoints(), findings));
  CARDLEDGER_RETURN_IF_ERROR(
      ExpectCount(store, snapshot, Table::kLook, "looks", journal.looks(), findings));
  CARDLEDGER_RETURN_IF_ERROR(
      ExpectCount(store, snapshot, Table::kDetail, "sealed details", details.standing(), findings));
  return findings.Take(CheckForeignKeys(store, snapshot, findings));
}

void CheckInvariants(const domain::State& state, Findings& findings) {
  if (!domain::CheckTrialBalance(state.totals).ok()) {
    findings.Add("the books do not sum to zero");
  }
  absl::flat_hash_map<std::string, int64_t> committed;
  for (const auto& [id, award] : state.awards) {
    for (const store::v1::AwardPartRow& part : award.parts()) {
      committed[part.fund_id()] += part.committed_pence();
    }
  }
  for (const auto& [id, fund] : state.funds) {
    if (fund.amounts().committed_pence() != committed[id.ToBytes()]) {
      findings.Add(absl::StrCat("fund ", id.ToString(),
                                " does not reserve what its awards have been promised"));
    }
  }
}

}  // namespace cardledger::fsck
