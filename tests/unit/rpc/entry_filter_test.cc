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

TEST(EntryFilterTest, Subjects_anyOfThemPasses_andRolesMustFitToo) {
  v1::WatchEntriesRequest request;
  request.add_subjects("anna");
  request.add_subjects("abe");
  journal::Entry entry = LoadBy(journal::ROLE_FINANCE_OFFICER);
  EXPECT_FALSE(EntryFilter(request).Passes(entry));
  entry.mutable_caller()->set_subject("abe");
  EXPECT_TRUE(EntryFilter(request).Passes(entry));
  entry.mutable_caller()->set_subject("ab");
  EXPECT_FALSE(EntryFilter(request).Passes(entry)) << "whole subjects";
  // Who carried a token did not ask.
  entry.mutable_caller()->set_carried_by("anna");
  EXPECT_FALSE(EntryFilter(request).Passes(entry));
  entry.mutable_caller()->set_subject("anna");
  request.add_roles(journal::ROLE_LEDGER);
  EXPECT_FALSE(EntryFilter(request).Passes(entry));
}

TEST(EntryFilterTest, Refused_onlyRefusalsPass) {
  v1::WatchEntriesRequest request;
  request.set_refused(true);
  journal::Entry entry = LoadBy(journal::ROLE_FINANCE_OFFICER);
  EXPECT_FALSE(EntryFilter(request).Passes(entry));
  entry.mutable_refused()->set_load(true);
  EXPECT_TRUE(EntryFilter(request).Passes(entry));
}

// A stream that narrows in any way leaves withheld looks out.
TEST(EntryFilterTest, Narrows_byEachOfTheFilters) {
  EXPECT_FALSE(EntryFilter(v1::WatchEntriesRequest()).narrows());
  v1::WatchEntriesRequest events;
  events.add_events("refused");
  v1::WatchEntriesRequest roles;
  roles.add_roles(journal::ROLE_LEDGER);
  v1::WatchEntriesRequest subjects;
  subjects.add_subjects("anna");
  v1::WatchEntriesRequest refused;
  refused.set_refused(true);
  for (const v1::WatchEntriesRequest& request : {events, roles, subjects, refused}) {
    EXPECT_TRUE(EntryFilter(request).narrows()) << request.ShortDebugString();
    EXPECT_EQ(EntryFilter(request).names_callers(), request.subjects_size() > 0);
  }
}

}  // namespace
}  // namespace cardledger::rpc
