#pragma once

// Sends the steps of a plan through the client library, one after the other, each in the identity
// that does it. Every step has its fixed request id, so a plan that was sent before, in whole or in
// part, is gone through again and nothing is made twice. One thread.

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

#include "clients/cpp/client.h"
#include "clients/demo/plan.h"

namespace cardledger::demo {

class Performer {
 public:
  using OnProgress = std::function<void(uint64_t done, uint64_t all)>;

  // `client` outlives it.
  explicit Performer(const client::Client& client);

  // The answer to a step that is sent before there is a plan.
  absl::StatusOr<v1::RegisterPersonResponse> Begin(const v1::RegisterPersonRequest& first);

  // All steps, with the ledger's own between them. A step that is refused ends it, but on a later
  // day than `today`: then a plan that was interrupted may come too late for some of its steps, and
  // they are counted.
  absl::Status Perform(const Plan& plan, absl::CivilDay today, const OnProgress& on_progress);

  // The client in the identity of an actor.
  client::Client& As(Actor actor) { return *clients_.at(actor); }
  // The name that the ledger made for a name of the plan; the same for another name.
  std::string Resolve(absl::string_view name) const;
  int too_late() const { return too_late_; }

 private:
  absl::Status Send(const Step& step);
  template <typename Message>
  absl::Status SendOne(Actor actor, Message& request);
  template <typename Response>
  void NoteAnswer(const std::string& request_id, const Response& response);
  absl::Status Take(const absl::Status& failed);
  // Until the instalments and the endings whose day has come are in the journal.
  absl::Status WaitForLedger();
  absl::StatusOr<bool> LedgerIsBehind();
  absl::StatusOr<absl::CivilDay> LedgersDay();

  std::map<Actor, std::unique_ptr<client::Client>> clients_;
  // By request id.
  std::map<std::string, std::string, std::less<>> persons_;
  std::map<std::string, uint64_t, std::less<>> sequences_;
  absl::CivilDay today_;
  int too_late_ = 0;
};

}  // namespace cardledger::demo
