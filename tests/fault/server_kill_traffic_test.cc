// kill -9 of the real server in the middle of everything that councils do: people, awards with
// schedules, extensions, cards, contributions, own money, reversals, referrals, and what the ledger
// does by itself. What was acknowledged stands again as it was, entry for entry; what was not is
// sent again under its id; nothing stands twice, and fsck folds the journal to every row.

#include <atomic>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <variant>
#include <vector>

#include "gtest/gtest.h"

#include "base/mutex.h"
#include "tests/fault/killable_server.h"
#include "tests/fault/traffic_client.h"
#include "tests/simulation/model.h"
#include "tests/simulation/random_commands.h"
#include "tests/support/seeded_random.h"

namespace cardledger::fault {
namespace {

constexpr int kRounds = 8;
constexpr int kSenders = 4;
constexpr uint64_t kCommandsBetweenLooks = 12;

// A command of a client, and how it was answered.
struct Sent {
  domain::Command command;
  std::optional<std::string> answer;
};

class ServerKillTraffic : public testing::Test {
 protected:
  ServerKillTraffic() : random_(1), commands_(random_) {}

  void Start() {
    ASSERT_TRUE(server_.Start()) << server_.Output();
    client_ = server_.Connect({"auditor", {"auditor"}});
    LookAtJournal();
  }

  // Takes in what is new in the journal, as far as it can be read. The commands that come of it
  // name what stands.
  void LookAtJournal() {
    const auto ledger = client_->GetLedger();
    if (!ledger.ok()) return;
    v1::WatchEntriesRequest request;
    request.set_after_sequence(model_.position());
    request.set_until_sequence(ledger->read_point().position());
    if (request.until_sequence() == model_.position()) return;
    client_
        ->WatchEntries(request,
                       [this](const v1::WatchEntriesResponse& response) {
                         Remember(response.entry());
                         return true;
                       })
        .IgnoreError();  // cut off where the server is killed
  }

  void Remember(const journal::v1::Entry& entry) {
    seen_.push_back(entry.SerializeAsString());
    if (entry.sequence() == 1) return model_.Began(entry);
    const auto sent = by_id_.find(entry.request_id());
    domain::Command own_step;
    own_step.request = v1::DueStep();
    model_.Happened(entry, sent == by_id_.end() ? own_step : sent->second->command);
    if (sent == by_id_.end()) ++own_steps_;
    ++events_[entry.event_case()];
  }

  // None that keeps one of the callers from the cases on which the others work.
  domain::Command AnyCommand() {
    while (true) {
      domain::Command command = commands_.Next(model_, model_.last_recorded_us());
      if (!std::holds_alternative<v1::DeclareRelationRequest>(command.request)) return command;
    }
  }

  Sent& NewCommand() {
    const base::MutexLock lock(mutex_);
    if (++made_ % kCommandsBetweenLooks == 0) LookAtJournal();
    Sent& sent = sent_.emplace_back(Sent{AnyCommand(), {}});
    by_id_[sent.command.request_id.ToBytes()] = &sent;
    return sent;
  }

  // Whether it was answered; the same as before, if it was before.
  bool Send(Sent& sent) {
    const auto answer = SendCommand(*client_, sent.command);
    if (!answer.ok()) {
      EXPECT_EQ(answer.status().code(), absl::StatusCode::kUnavailable) << answer.status();
      return false;
    }
    if (sent.answer) {
      EXPECT_EQ(*answer, *sent.answer);
    }
    sent.answer = *answer;
    return true;
  }

  // Until the server is gone: whoever is given the answer it was to die after kills it.
  void SendUntilBroken() {
    while (Send(NewCommand())) {
      if (--answers_left_ == 0) server_.Kill();
    }
  }

  void WorkAndKill() {
    answers_left_ = static_cast<int64_t>(40 + random_.Below(200));
    std::vector<std::thread> threads;
    threads.reserve(kSenders);
    for (int i = 0; i < kSenders; ++i) threads.emplace_back([this] { SendUntilBroken(); });
    for (std::thread& thread : threads) thread.join();
    server_.Kill();  // also where all gave up before
    server_.AwaitExit();
  }

  // Right after a restart, before anything is sent again.
  void ExpectAllStandsOnce() {
    uint64_t position = 0;
    std::string last_id;
    std::set<std::string> ids;
    v1::WatchEntriesRequest request;
    request.set_until_sequence(model_.position());
    const absl::Status read = client_->WatchEntries(request, [&](const auto& response) {
      const journal::v1::Entry& entry = response.entry();
      EXPECT_EQ(entry.SerializeAsString(), seen_[position++]);
      // The entries of one command stand together.
      if (entry.request_id() != last_id) {
        EXPECT_TRUE(ids.insert(entry.request_id()).second) << entry.ShortDebugString();
      }
      last_id = entry.request_id();
      return true;
    });
    EXPECT_TRUE(read.ok()) << read;
    for (const Sent& sent : sent_) {
      if (sent.answer) {
        EXPECT_TRUE(ids.contains(sent.command.request_id.ToBytes())) << *sent.answer;
      } else {
        ++(ids.contains(sent.command.request_id.ToBytes()) ? decided_unheard_ : lost_unheard_);
      }
    }
  }

  // What was not answered, and some of the rest.
  void SendAgain() {
    for (Sent& sent : sent_) {
      if (sent.answer && !random_.OneIn(20)) continue;
      EXPECT_TRUE(Send(sent));
    }
    LookAtJournal();
  }

  KillableServer server_;
  std::unique_ptr<client::Client> client_;
  tests::SeededRandom random_;
  base::Mutex mutex_;  // of the making of commands: `commands_` to `own_steps_`, and `random_`
  simulation::RandomCommands commands_;
  simulation::Model model_;
  uint64_t made_ = 0;
  std::deque<Sent> sent_;  // keep their places
  std::map<std::string, Sent*> by_id_;
  std::vector<std::string> seen_;  // entries
  std::map<int, int> events_;
  int own_steps_ = 0;
  std::atomic<int64_t> answers_left_ = 0;
  int decided_unheard_ = 0;  // stood though nobody had been told
  int lost_unheard_ = 0;
};

TEST_F(ServerKillTraffic, EverythingAcknowledgedStandsOnceAndTheRestWhenSentAgain) {
  for (int round = 0; round <= kRounds; ++round) {
    SCOPED_TRACE(testing::Message() << "round " << round);
    Start();
    ExpectAllStandsOnce();
    SendAgain();
    if (HasFailure()) return;
    if (round < kRounds) WorkAndKill();
  }
  EXPECT_EQ(server_.Stop(), 0) << server_.Output();
  const tests::ProgramRun fsck = server_.Fsck();
  EXPECT_EQ(fsck.exit_code, 0) << fsck.out << fsck.err;
  EXPECT_GT(events_.size(), 25u);
  EXPECT_GT(own_steps_, 0);
  RecordProperty("commands", static_cast<int>(sent_.size()));
  RecordProperty("unheard_but_decided", decided_unheard_);
  RecordProperty("unheard_and_lost", lost_unheard_);
}

}  // namespace
}  // namespace cardledger::fault
