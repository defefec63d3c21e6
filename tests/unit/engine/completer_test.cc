#include "services/engine/completer.h"

#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace cardledger::engine {
namespace {

using ::testing::ElementsAre;

Completer::Work WorkOf(std::vector<int>& log, std::initializer_list<int> marks, uint64_t position) {
  Completer::Work work;
  work.position = position;
  for (const int mark : marks) work.answers.emplace_back([&log, mark] { log.push_back(mark); });
  return work;
}

TEST(Completer, WithoutAThread_answersAtOnceThenTellsListeners) {
  Completer completer;
  std::vector<int> log;
  const uint64_t handle =
      completer.Subscribe([&log](uint64_t position) { log.push_back(static_cast<int>(position)); });
  completer.Complete(WorkOf(log, {1, 2}, 70));
  EXPECT_THAT(log, ElementsAre(1, 2, 70));
  completer.Unsubscribe(handle);
  completer.Complete(WorkOf(log, {3}, 71));
  EXPECT_THAT(log, ElementsAre(1, 2, 70, 3));
}

TEST(Completer, WithAThread_answersBatchAfterBatchInOrder) {
  std::vector<int> log;
  Completer completer;
  completer.Start();
  for (int batch = 0; batch < 100; ++batch) {
    completer.Complete(WorkOf(log, {2 * batch, 2 * batch + 1}, 0));
  }
  completer.Stop();  // finishes what was given
  ASSERT_EQ(log.size(), 200u);
  for (int i = 0; i < 200; ++i) EXPECT_EQ(log[static_cast<size_t>(i)], i);
  completer.Stop();
}

TEST(Completer, EachListener_isToldUntilItLeaves) {
  Completer completer;
  std::vector<uint64_t> first;
  std::vector<uint64_t> second;
  const uint64_t one = completer.Subscribe([&first](uint64_t p) { first.push_back(p); });
  completer.Subscribe([&second](uint64_t p) { second.push_back(p); });
  completer.Complete({{}, 1});
  completer.Unsubscribe(one);
  completer.Complete({{}, 2});
  EXPECT_THAT(first, ElementsAre(1));
  EXPECT_THAT(second, ElementsAre(1, 2));
}

}  // namespace
}  // namespace cardledger::engine
