#include "services/server/policy_files.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <future>
#include <memory>
#include <optional>
#include <set>
#include <sstream>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "base/status_macros.h"
#include "base/uuid.h"
#include "services/domain/command.h"
#include "services/domain/decide.h"
#include "services/domain/ids.h"
#include "services/domain/policies.h"
#include "services/domain/validate.h"
#include "services/engine/reads.h"

namespace cardledger::server {
namespace {

constexpr char kSubject[] = "cardledgerd";

absl::StatusOr<std::vector<std::filesystem::path>> PolicyFilesIn(const std::string& folder) {
  std::vector<std::filesystem::path> files;
  std::error_code error;
  for (const auto& file : std::filesystem::directory_iterator(folder, error)) {
    if (file.path().extension() == ".textproto") files.push_back(file.path());
  }
  if (error || files.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat("--policy-dir: no *.textproto file can be read in ", folder));
  }
  std::sort(files.begin(), files.end());
  return files;
}

absl::StatusOr<v1::ActivatePolicyRequest> ReadPolicy(const std::filesystem::path& file,
                                                     const domain::LedgerId& ledger) {
  std::ifstream stream(file);
  std::stringstream text;
  text << stream.rdbuf();
  if (!stream) return absl::InvalidArgumentError(absl::StrCat(file.string(), " cannot be read"));
  v1::ActivatePolicyRequest request;
  request.set_text(text.str());
  // Made from the ledger and the text: a start that is broken off and repeated activates it once.
  request.set_request_id(base::Uuid::Version5(ledger.uuid(), text.str()).ToString());
  const domain::Violations violations = domain::Validate(request);
  if (violations.empty()) return request;
  return absl::InvalidArgumentError(
      absl::StrCat(file.string(), ": ",
                   absl::StrJoin(violations, "; ", [](std::string* out, const auto& violation) {
                     absl::StrAppend(out, violation.description);
                   })));
}

absl::Status Activate(engine::Engine& engine, v1::ActivatePolicyRequest request) {
  journal::v1::Caller caller;
  caller.set_subject(kSubject);
  caller.add_roles(journal::v1::ROLE_ADMINISTRATOR);
  std::promise<engine::Outcome> promise;
  engine.Submit(domain::MakeCommand(std::move(request), caller), engine::kNoDeadline,
                [&promise](engine::Outcome outcome) { promise.set_value(std::move(outcome)); });
  const engine::Outcome outcome = promise.get_future().get();
  if (!outcome.ok()) return outcome.status();
  if (domain::IsRefused(outcome->front())) {
    return absl::InvalidArgumentError("--policy-dir: two files there hold the same policy");
  }
  return absl::OkStatus();
}

// The request ids of all activations; nullopt where somebody else than this program made one.
absl::StatusOr<std::optional<std::set<std::string>>> OwnActivations(const engine::Engine& engine,
                                                                    const storage::KvStore& store) {
  const std::shared_ptr<const engine::ReadView> view = engine.view();
  const engine::Reader reader(store, *view);
  std::set<std::string> ids;
  for (const domain::ActivePolicy& policy : view->policies->activated()) {
    CARDLEDGER_ASSIGN_OR_RETURN(const auto entries, reader.Entries(policy.activated_entry, 1));
    if (entries.empty()) {
      return absl::DataLossError("a policy names an entry that the journal does not have");
    }
    const journal::v1::Entry& entry = entries.front().entry;
    if (entry.caller().subject() != kSubject) return std::nullopt;
    ids.insert(domain::IdFromBytes<domain::RequestId>(entry.request_id()).ToString());
  }
  return ids;
}

}  // namespace

absl::StatusOr<int> ActivatePolicyFiles(engine::Engine& engine, const storage::KvStore& store,
                                        const std::string& folder) {
  if (engine.identity().kind != journal::v1::LEDGER_KIND_SANDBOX) {
    return absl::FailedPreconditionError(
        "--policy-dir is for SANDBOX ledgers: a finance approver activates a LIVE one's policies");
  }
  CARDLEDGER_ASSIGN_OR_RETURN(auto activated, OwnActivations(engine, store));
  if (!activated) return 0;
  CARDLEDGER_ASSIGN_OR_RETURN(const std::vector<std::filesystem::path> files,
                              PolicyFilesIn(folder));
  std::vector<v1::ActivatePolicyRequest> missing;
  for (const std::filesystem::path& file : files) {
    CARDLEDGER_ASSIGN_OR_RETURN(v1::ActivatePolicyRequest request,
                                ReadPolicy(file, engine.identity().id));
    if (activated->erase(request.request_id()) == 0) missing.push_back(std::move(request));
  }
  // One that none of the files asks for: they are other files now, and that is for people to see.
  if (!activated->empty()) return 0;
  for (v1::ActivatePolicyRequest& request : missing) {
    CARDLEDGER_RETURN_IF_ERROR(Activate(engine, std::move(request)));
  }
  return static_cast<int>(missing.size());
}

}  // namespace cardledger::server
