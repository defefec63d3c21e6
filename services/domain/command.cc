#include "services/domain/command.h"

#include <utility>

#include "services/domain/fingerprint.h"
#include "services/domain/names.h"

namespace cardledger::domain {

uint64_t OriginalOf(const Command& command) {
  const auto* rectified = std::get_if<v1::RectifyDetailRequest>(&command.request);
  if (rectified != nullptr) return rectified->entry();
  const auto* reversal = std::get_if<v1::ReverseTransactionRequest>(&command.request);
  return reversal == nullptr ? 0 : TransactionOf(reversal->transaction());
}

absl::string_view SubjectOf(const Command& command) {
  // Who declares a relation without naming anybody declares their own.
  const auto* declared = std::get_if<v1::DeclareRelationRequest>(&command.request);
  if (declared != nullptr && declared->subject().empty()) return command.caller.subject();
  return std::visit(
      [](const auto& request) -> absl::string_view {
        if constexpr (requires { request.subject(); }) return request.subject();
        return "";
      },
      command.request);
}

Command MakeCommand(Request request, journal::v1::Caller caller, uint64_t run_entry) {
  Command command;
  command.request_id = std::visit([](const auto& r) { return RequestOf(r.request_id()); }, request);
  command.fingerprint = FingerprintOf(request, caller, run_entry);
  command.caller = std::move(caller);
  command.run_entry = run_entry;
  command.request = std::move(request);
  return command;
}

}  // namespace cardledger::domain
