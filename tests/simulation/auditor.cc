#include "tests/simulation/auditor.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

#include "services/engine/keys.h"
#include "tests/simulation/compare_entries.h"
#include "tests/simulation/london_calendar.h"
#include "tests/simulation/row_check.h"

namespace cardledger::simulation {
namespace {

namespace journal = ::cardledger::journal::v1;

std::string FingerprintBytes(const domain::Command& command) {
  return std::string(command.fingerprint.begin(), command.fingerprint.end());
}

// Blanks what is not decided by: free text. People are told apart by their reference in any case.
struct Plain {
  template <typename Request>
  std::string operator()(Request request) const {
    if constexpr (requires { request.clear_note(); }) request.clear_note();
    if constexpr (requires { request.clear_goal(); }) request.clear_goal();
    if constexpr (requires { request.case_reference(); }) {
      request.set_case_reference(absl::AsciiStrToUpper(request.case_reference()));
    }
    request.clear_request_id();
    return absl::StrCat(Request::descriptor()->full_name(), "|", request.SerializeAsString());
  }
};

// What of a request is sealed beside its entry.
struct Sealed {
  template <typename Request>
  std::string operator()(const Request& request) const {
    if constexpr (requires { request.note(); }) return request.note();
    if constexpr (requires { request.goal(); }) return request.goal();
    if constexpr (requires { request.case_reference(); }) {
      return absl::AsciiStrToUpper(request.case_reference());
    }
    return "";
  }
};

}  // namespace

std::string ContentOf(const domain::Command& command) {
  return absl::StrCat(command.caller.subject(), "|", std::visit(Plain{}, command.request));
}

void Auditor::Note(const domain::Command& command, Findings& findings) {
  const std::string key = absl::StrCat(command.request_id.bytes(), FingerprintBytes(command));
  Noted noted{command, ContentOf(command)};
  std::vector<Noted>& known = commands_[key];
  for (const Noted& each : known) {
    const bool same = each.content == noted.content;
    if (same &&
        std::visit(Sealed{}, each.command.request) == std::visit(Sealed{}, command.request)) {
      return;
    }
    // A case reference describes a person and stands in no fingerprint.
    if (!same && !std::holds_alternative<v1::RegisterPersonRequest>(command.request)) {
      findings.push_back("two contents have one fingerprint: " + noted.content);
    }
  }
  known.push_back(std::move(noted));
}

std::optional<Auditor::Standing> Auditor::FindRequest(const domain::RequestId& id) const {
  const auto found = standing_.find(id.ToBytes());
  return found == standing_.end() ? std::nullopt : std::optional(found->second);
}

base::Sha256Digest Auditor::RootAt(uint64_t position) const {
  Merkle tree;
  for (uint64_t i = 0; i < position; ++i) tree.Append(entries_[i]);
  return tree.Root();
}

void Auditor::Reopened(const storage::KvStore& store, const engine::ReadView& view, Moment moment,
                       Findings& findings) {
  if (view.position < entries_.size()) {
    findings.push_back(absl::StrCat("the ledger came back with ", view.position, " entries of ",
                                    entries_.size(), " that were seen"));
    return;
  }
  const auto stored = engine::Reader(store, view).Entries(1, entries_.size());
  if (!stored.ok()) return findings.push_back(stored.status().ToString());
  for (size_t i = 0; i < stored->size(); ++i) {
    if ((*stored)[i].bytes == entries_[i]) continue;
    findings.push_back(absl::StrCat("entry ", i + 1, " has changed"));
  }
  Follow(store, view, moment, findings);
}

void Auditor::Follow(const storage::KvStore& store, const engine::ReadView& view, Moment moment,
                     Findings& findings) {
  clock_confirmed_last_ = false;
  if (view.position < entries_.size()) {
    return findings.push_back("a view stands before one that was seen");
  }
  const auto added =
      engine::Reader(store, view).Entries(entries_.size() + 1, view.position - entries_.size());
  if (!added.ok()) return findings.push_back(added.status().ToString());
  if (added->size() != view.position - entries_.size()) {
    return findings.push_back("entries are missing before the view's position");
  }
  for (const engine::Reader::StoredEntry& stored : *added) {
    Judge(stored, OpenDetails(store, view, stored.entry, findings), moment, findings);
  }
  if (tree_.Root() != view.root) findings.push_back("the view's root is not its entries' root");
  if (model_.last_recorded_us() != view.recorded_time_us) {
    findings.push_back("the view's recorded time is not its last entry's");
  }
  CheckRows(model_, store, view, findings);
}

void Auditor::Judge(const engine::Reader::StoredEntry& stored, const Texts& sealed, Moment& moment,
                    Findings& findings) {
  const journal::Entry& entry = stored.entry;
  entries_.push_back(stored.bytes);
  tree_.Append(stored.bytes);
  if (entries_.size() == 1) {
    JudgeGenesis(entry, findings);
    model_.Began(entry);
    return;
  }
  const Noted* cause = FindCause(entry, sealed, moment, findings);
  if (cause == nullptr) return;
  const bool first =
      standing_.try_emplace(entry.request_id(), Standing{entries_.size(), cause->content}).second;
  if (!first) findings.push_back("a request was decided twice: " + entry.ShortDebugString());
  if (moment.clock_unsure && !entry.has_clock_confirmed()) {
    findings.push_back("decided while the clock was in doubt: " + entry.ShortDebugString());
  }
  model_.Happened(entry, cause->command);
  if (entry.has_clock_confirmed()) {
    moment.clock_unsure = false;
    clock_confirmed_last_ = true;
  }
}

const Auditor::Noted* Auditor::FindCause(const journal::Entry& entry, const Texts& sealed,
                                         const Moment& moment, Findings& findings) const {
  std::string wrong = "nobody asked for it: " + entry.ShortDebugString();
  const auto noted = commands_.find(entry.request_id() + entry.fingerprint());
  if (noted != commands_.end()) {
    for (const Noted& each : noted->second) {
      wrong = CompareEntries(model_.Expect(each.command, moment), entry,
                             LondonDayNumber(moment.recorded_us));
      const std::string text = std::visit(Sealed{}, each.command.request);
      if (wrong.empty() && (sealed.empty() || sealed.front() == text)) return &each;
    }
  }
  if (wrong.empty()) wrong = "what is sealed beside it is not what was sent";
  findings.push_back(absl::StrCat("entry ", entries_.size(), ": ", wrong));
  return nullptr;
}

void Auditor::JudgeGenesis(const journal::Entry& entry, Findings& findings) const {
  if (entry.sequence() != 1 || entry.ledger_created().ledger_id().size() != base::Uuid::kBytes ||
      entry.ledger_created().kind() != journal::LEDGER_KIND_SANDBOX ||
      entry.ledger_created().journal_format() == 0 || entry.postings_size() > 0) {
    findings.push_back("the first entry: " + entry.ShortDebugString());
  }
}

// The sealed texts stand beside the entry and answer its commitments.
Auditor::Texts Auditor::OpenDetails(const storage::KvStore& store, const engine::ReadView& view,
                                    const journal::Entry& entry, Findings& findings) {
  Texts texts;
  for (int i = 0; i < entry.details_size(); ++i) {
    const std::string key = engine::DetailKey(entry.sequence(), static_cast<uint8_t>(i));
    const auto values = store.MultiGet(*view.snapshot, std::vector<std::string>{key});
    store::v1::DetailRow row;
    const bool read = values.ok() && values->front() && row.ParseFromString(*values->front());
    if (!read ||
        base::AsBytes(base::HmacSha256(row.salt(), row.text())) != entry.details(i).commitment()) {
      findings.push_back(absl::StrCat("entry ", entry.sequence(), ": sealed detail ", i,
                                      " does not answer its commitment"));
    }
    texts.push_back(row.text());
  }
  return texts;
}

}  // namespace cardledger::simulation
