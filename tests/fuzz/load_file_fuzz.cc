// A bulk file: any bytes are either refused as a whole with words that can be shown, or give rows
// that the edge takes, each once, and problems in the order of the lines. The rows written as a
// file again are the same rows.

#include <fstream>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"

#include "base/plain_text.h"
#include "clients/cli/civil_time.h"
#include "clients/cli/load_file.h"
#include "clients/cpp/money.h"
#include "services/domain/validate.h"
#include "tests/fuzz/fuzz_input.h"
#include "tests/support/temporary_folder.h"

namespace base = cardledger::base;
namespace cli = cardledger::cli;
namespace client = cardledger::client;

namespace {

absl::StatusOr<cli::LoadFile> Read(absl::string_view text) {
  static const auto* const folder = new cardledger::tests::TemporaryFolder;
  const std::string path = folder->file("loads.csv");
  std::ofstream(path, std::ios::binary) << text;
  return cli::ReadLoadFile(path, "batch-1", nullptr);
}

void CheckRows(const cli::LoadFile& file) {
  const client::BulkLoadPlan plan = cli::PlanOf(file);
  std::set<std::string> ids = {plan.start_request_id, plan.finish_request_id};
  int64_t pence = 0;
  uint32_t line = 0;
  for (uint64_t i = 0; i < plan.row_count; ++i) {
    const auto request = plan.row(i);
    CARDLEDGER_CHECK(cardledger::domain::Validate(request).empty(), "the edge takes every row");
    CARDLEDGER_CHECK(ids.insert(request.request_id()).second, "every row has an id of its own");
    CARDLEDGER_CHECK(file.rows[i].line >= line, "rows stand in the order of the file");
    line = file.rows[i].line;
    pence += request.amount_pence();
  }
  CARDLEDGER_CHECK(plan.row_count == file.rows.size() && plan.total_pence == pence,
                   "the plan declares its rows");
}

void CheckProblems(const cli::LoadFile& file) {
  uint64_t line = 0;
  for (const cli::LoadProblem& each : file.problems) {
    CARDLEDGER_CHECK(each.line >= line, "problems stand in the order of the file");
    CARDLEDGER_CHECK(base::IsPlainText(each.problem), "a problem can be shown");
    line = each.line;
  }
  CARDLEDGER_CHECK(file.problems.size() <= file.problem_count, "every problem is counted");
}

void CheckWrittenAgain(const cli::LoadFile& file) {
  std::string text = "due_date,amount,award,row_key\n";
  for (const cli::LoadRow& row : file.rows) {
    absl::StrAppend(&text, cli::FormatDay(absl::CivilDay(1970, 1, 1) + row.due_day), ",\"",
                    client::FormatPence(row.amount_pence), "\",", row.award.ToString(), ",",
                    row.request_id.ToString(), "\n");
  }
  const auto again = Read(text);
  CARDLEDGER_CHECK(again.ok() && again->problem_count == 0, "good rows are good rows again");
  CARDLEDGER_CHECK(again->rows.size() == file.rows.size(), "every row is written again");
  for (size_t i = 0; i < file.rows.size(); ++i) {
    const cli::LoadRow& row = file.rows[i];
    CARDLEDGER_CHECK(again->rows[i].award == row.award && again->rows[i].due_day == row.due_day &&
                         again->rows[i].amount_pence == row.amount_pence,
                     "a row that is written again is the same row");
  }
}

}  // namespace

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto file = Read(cardledger::tests::FuzzInput(data, size).rest());
  if (!file.ok()) {
    CARDLEDGER_CHECK(base::IsPlainText(file.status().message()), "a refusal can be shown");
    return 0;
  }
  CheckRows(*file);
  CheckProblems(*file);
  if (!file->rows.empty()) CheckWrittenAgain(*file);
  return 0;
}
