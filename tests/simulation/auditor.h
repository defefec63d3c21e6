#pragma once

// Follows a ledger from outside, command by command, and says everything that is not as it must be.
// It judges each new entry by the model, keeps the bytes of all entries it has seen, and after
// every step compares all rows with what the model adds up to. What the ledger does by itself
// nobody makes known; such a step is made again from its entry and must have been the next one due.
// One thread. It never decides or folds with the ledger's own code. Reading goes through the
// engine's Reader.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "services/domain/command.h"
#include "services/engine/reads.h"
#include "tests/simulation/merkle.h"
#include "tests/simulation/model.h"

namespace cardledger::simulation {

// What is wrong, in words; empty is good.
using Findings = std::vector<std::string>;

// What of a command decides: two commands with the same content under one id are one command. Notes
// and goals are left out.
std::string ContentOf(const domain::Command& command);

class Auditor {
 public:
  // Every command must be made known before it is submitted.
  void Note(const domain::Command& command, Findings& findings);

  // `view` is new; what it adds was decided at `moment`.
  void Follow(const storage::KvStore& store, const engine::ReadView& view, Moment moment,
              Findings& findings);

  // The ledger was opened again: all entries seen before must stand, byte for byte. What was in
  // flight before, at `moment`, may have been added.
  void Reopened(const storage::KvStore& store, const engine::ReadView& view, Moment moment,
                Findings& findings);

  // The engine is idle at `moment`: nothing that is due has been left undone.
  void ExpectNothingDue(Moment moment, Findings& findings) const;

  // Where a request was decided, and by which content; nullopt where it stands nowhere.
  struct Standing {
    uint64_t sequence = 0;  // of its first entry
    uint64_t entries = 0;
    std::string content;
  };
  std::optional<Standing> FindRequest(const domain::RequestId& id) const;

  // As stored, one entry of the request after the other.
  std::string EntryBytes(const Standing& standing) const;
  uint64_t position() const { return entries_.size(); }
  // Over the first `position` entries; worked out anew.
  base::Sha256Digest RootAt(uint64_t position) const;
  const Model& model() const { return model_; }
  // Whether what the last call added confirmed the clock.
  bool clock_confirmed_last() const { return clock_confirmed_last_; }
  // How many steps of its own the ledger took in what the last call added.
  uint64_t due_steps_last() const { return due_steps_last_; }

 private:
  struct Noted {
    domain::Command command;
    std::string content;
  };

  using Texts = std::vector<std::string>;  // of an entry's sealed details
  using Entries = std::vector<journal::v1::Entry>;

  // The entries of one command, with what is sealed beside the first.
  void Judge(const Entries& entries, const Texts& sealed, Moment& moment, Findings& findings);
  // Of the commands that may have made the entries the one whose outcome they are; nothing where
  // none fits, which is a finding.
  std::optional<Noted> FindCause(const Entries& entries, const Texts& sealed, const Moment& moment,
                                 Findings& findings) const;
  // Several share an id and a fingerprint when only what is sealed differs.
  std::vector<Noted> CandidatesFor(const journal::v1::Entry& entry, Findings& findings) const;
  // The step of the ledger's own that the entry says it is.
  std::vector<Noted> DueStepBehind(const journal::v1::Entry& entry, Findings& findings) const;
  // A step of the ledger's own comes in the order of the days.
  void JudgeOrder(const v1::DueStep& request, const journal::v1::Entry& entry, Findings& findings);
  void JudgeGenesis(const journal::v1::Entry& entry, Findings& findings) const;
  static Texts OpenDetails(const storage::KvStore& store, const engine::ReadView& view,
                           const journal::v1::Entry& entry, Findings& findings);

  Model model_;
  Merkle tree_;
  std::vector<std::string> entries_;
  std::map<std::string, std::vector<Noted>> commands_;  // by request id and fingerprint
  std::map<std::string, Standing> standing_;            // by request id
  bool clock_confirmed_last_ = false;
  uint64_t due_steps_last_ = 0;
  Model::DueStep last_step_;  // of the ledger's own, and its entry
  uint64_t last_step_entry_ = 0;
};

}  // namespace cardledger::simulation
