#include "services/rpc/entry_filter.h"

#include "gtest/gtest.h"

namespace cardledger::rpc {
namespace {

namespace journal = ::cardledger::journal::v1;

journal::Entry LoadBy(journal::Role role) {
  journal::Entry entry;
  entry.mutable_caller()->add_roles(role);
  entry.mutable_award_loaded();
  return entry;
}

TEST(EntryFilterTest, WithoutFilters_allPasses) {
  EXPECT_TRUE(EntryFilter().Passes(LoadBy(journal::ROLE_LEDGER)));
  EXPECT_TRUE(EntryFilter(v1::WatchEntriesRequest()).Passes(journal::Entry()));
}

TEST(EntryFilterTest, Events_anyOfThemPasses) {
  v1::WatchEntriesRequest request;
  request.add_events("refused");
  request.add_events("award_loaded");
  const EntryFilter filter(request);
  journal::Entry entry = LoadBy(journal::ROLE_FINANCE_OFFICER);
  EXPECT_TRUE(filter.Passes(entry));
  entry.mutable_refused();
  EXPECT_TRUE(filter.Passes(entry));
  entry.mutable_award_approved();
  EXPECT_FALSE(filter.Passes(entry));
}

TEST(EntryFilterTest, Roles_anyThatTheCallerActedAsPasses_andEventsMustFitToo) {
  v1::WatchEntriesRequest request;
  request.add_roles(journal::ROLE_LEDGER);
  EXPECT_TRUE(EntryFilter(request).Passes(LoadBy(journal::ROLE_LEDGER)));
  EXPECT_FALSE(EntryFilter(request).Passes(LoadBy(journal::ROLE_FINANCE_OFFICER)));
  journal::Entry both = LoadBy(journal::ROLE_FINANCE_OFFICER);
  both.mutable_caller()->add_roles(journal::ROLE_LEDGER);
  EXPECT_TRUE(EntryFilter(request).Passes(both));
  request.add_events("refused");
  EXPECT_FALSE(EntryFilter(request).Passes(both));
}

}  // namespace
}  // namespace cardledger::rpc
