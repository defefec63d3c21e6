// The plan of the demonstration: the same from the same seed, of the size and variety that is
// promised, within the fund and the limit, on any day of the year.

#include "clients/demo/plan.h"

#include <map>
#include <set>
#include <string>
#include <type_traits>
#include <variant>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/protobuf/message.h"
#include "gtest/gtest.h"

#include "clients/cli/civil_time.h"

namespace cardledger::demo {
namespace {

namespace journal = ::cardledger::journal::v1;

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsSupersetOf;
using ::testing::Key;
using ::testing::MatchesRegex;

Setting SettingOn(absl::CivilDay today, uint64_t seed = 1) {
  Setting setting;
  setting.seed = seed;
  setting.today = today;
  setting.earliest = absl::CivilDay(2026, 4, 1);
  return setting;
}

const absl::CivilDay kToday(2026, 11, 22);

std::vector<Step> StepsOf(const Plan& plan) {
  std::vector<Step> steps = plan.steps;
  steps.insert(steps.end(), plan.later_steps.begin(), plan.later_steps.end());
  return steps;
}

template <typename Message>
std::vector<Message> All(const Plan& plan) {
  std::vector<Message> all;
  for (const Step& step : StepsOf(plan)) {
    if (const auto* request = std::get_if<Message>(&step.request)) all.push_back(*request);
  }
  return all;
}

std::string TextOf(const LoadRun& run) {
  std::string text = absl::StrCat(run.request_id, run.finish_request_id);
  for (const v1::CreateLoadRequest& row : run.rows) absl::StrAppend(&text, row.DebugString());
  return text;
}
std::string TextOf(const google::protobuf::Message& request) { return request.DebugString(); }

std::string TextOf(const Plan& plan) {
  std::string text;
  for (const Step& step : StepsOf(plan)) {
    absl::StrAppend(&text, static_cast<int>(step.actor), " ");
    std::visit([&text](const auto& request) { absl::StrAppend(&text, TextOf(request)); },
               step.request);
  }
  return text;
}

std::vector<std::string> RequestIdsOf(const Plan& plan) {
  std::vector<std::string> ids;
  for (const Step& step : StepsOf(plan)) {
    std::visit(
        [&ids](const auto& request) {
          if constexpr (std::is_same_v<std::decay_t<decltype(request)>, LoadRun>) {
            ids.push_back(request.request_id);
            ids.push_back(request.finish_request_id);
            for (const v1::CreateLoadRequest& row : request.rows) ids.push_back(row.request_id());
          } else {
            ids.push_back(request.request_id());
          }
        },
        step.request);
  }
  return ids;
}

// Days on which years turn, the policy has just begun, and a leap day.
const std::vector<absl::CivilDay> kDays = {
    absl::CivilDay(2026, 4, 1),   absl::CivilDay(2026, 4, 30),  absl::CivilDay(2026, 7, 6),
    absl::CivilDay(2026, 11, 22), absl::CivilDay(2026, 12, 31), absl::CivilDay(2027, 3, 31),
    absl::CivilDay(2027, 4, 1),   absl::CivilDay(2028, 2, 29)};

TEST(DemoPlan, SameSetting_givesTheSamePlan) {
  EXPECT_EQ(TextOf(MakePlan(SettingOn(kToday))), TextOf(MakePlan(SettingOn(kToday))));
}

TEST(DemoPlan, AnotherSeed_givesOtherAwardsAndNoIdOfTheFirst) {
  const std::vector<std::string> first = RequestIdsOf(MakePlan(SettingOn(kToday, 1)));
  const std::vector<std::string> second = RequestIdsOf(MakePlan(SettingOn(kToday, 2)));
  const std::set<std::string> known(first.begin(), first.end());
  for (const std::string& id : second) EXPECT_FALSE(known.contains(id));
}

TEST(DemoPlan, EveryStep_hasAnIdOfItsOwn) {
  for (const absl::CivilDay day : kDays) {
    const std::vector<std::string> ids = RequestIdsOf(MakePlan(SettingOn(day)));
    EXPECT_EQ(std::set<std::string>(ids.begin(), ids.end()).size(), ids.size()) << day;
  }
}

TEST(DemoPlan, FirstStep_isOneOfThePlansAndNamesNoDay) {
  const v1::RegisterPersonRequest first = FirstStep(1);
  for (const absl::CivilDay day : kDays) {
    const auto people = All<v1::RegisterPersonRequest>(MakePlan(SettingOn(day)));
    EXPECT_EQ(people.front().DebugString(), first.DebugString());
  }
}

TEST(DemoPlan, People_areThoseOfThePaper) {
  const Plan plan = MakePlan(SettingOn(kToday));
  EXPECT_EQ(All<v1::RegisterPersonRequest>(plan).size(), 111U);
  EXPECT_EQ(All<v1::SetCommunicationNeedsRequest>(plan).size(), 111U);
  EXPECT_EQ(All<v1::RegisterProviderRequest>(plan).size(), 20U);
  std::set<std::string> with_award;
  for (const auto& award : All<v1::ProposeAwardRequest>(plan)) with_award.insert(award.person());
  EXPECT_EQ(with_award.size(), 111U);
}

TEST(DemoPlan, Awards_showEveryPowerDeliveryAndSchedule) {
  for (const uint64_t seed : {1u, 2u, 3u}) {
    std::set<int> powers;
    std::set<int> deliveries;
    std::set<int> schedules;
    std::set<int> modes;
    for (const auto& award : All<v1::ProposeAwardRequest>(MakePlan(SettingOn(kToday, seed)))) {
      powers.insert(award.power());
      deliveries.insert(award.delivery());
      schedules.insert(award.schedule().frequency());
      modes.insert(award.contribution_mode());
    }
    EXPECT_EQ(powers.size(), static_cast<size_t>(journal::Power_MAX));
    EXPECT_EQ(deliveries.size(), static_cast<size_t>(journal::Delivery_MAX));
    EXPECT_EQ(schedules.size(), static_cast<size_t>(journal::LoadFrequency_MAX) + 1);
    EXPECT_TRUE(modes.contains(journal::CONTRIBUTION_MODE_GROSS));
  }
}

TEST(DemoPlan, Stories_showStatesAuthoritiesOutcomesAndCards) {
  const Plan plan = MakePlan(SettingOn(kToday));
  std::set<int> states;
  for (const auto& state : All<v1::SetPersonStateRequest>(plan)) states.insert(state.state());
  EXPECT_THAT(states, IsSupersetOf({journal::PERSON_STATE_HOSPITAL, journal::PERSON_STATE_DETAINED,
                                    journal::PERSON_STATE_MOVING, journal::PERSON_STATE_DECEASED}));
  std::set<int> authorities;
  for (const auto& each : All<v1::AddRepresentativeRequest>(plan)) {
    authorities.insert(each.authority());
  }
  EXPECT_EQ(authorities.size(), static_cast<size_t>(journal::Authority_MAX));
  std::set<int> outcomes;
  for (const auto& end : All<v1::EndAwardRequest>(plan)) outcomes.insert(end.outcome());
  EXPECT_EQ(outcomes.size(), static_cast<size_t>(journal::OUTCOME_MOVED_AWAY));
  std::set<int> blocks;
  for (const auto& block : All<v1::BlockCardRequest>(plan)) blocks.insert(block.reason());
  EXPECT_THAT(blocks,
              IsSupersetOf({journal::CARD_BLOCK_REASON_LOST, journal::CARD_BLOCK_REASON_STOLEN,
                            journal::CARD_BLOCK_REASON_SAFEGUARDING}));
  EXPECT_FALSE(All<v1::ReplaceCardRequest>(plan).empty());
  EXPECT_FALSE(All<v1::CloseCardRequest>(plan).empty());
  EXPECT_EQ(All<v1::ReverseTransactionRequest>(plan).size(), 3U);
  EXPECT_EQ(All<v1::RequestExceptionRequest>(plan).size(), 3U);
  EXPECT_EQ(All<v1::DecideReferralRequest>(plan).size(), 2U);
}

TEST(DemoPlan, SignIns_areOfSomeAndEachSubjectIsOneOnes) {
  const Plan plan = MakePlan(SettingOn(kToday));
  std::map<std::string, std::set<std::string>> whose;
  for (const auto& person : All<v1::SetPersonSubjectRequest>(plan)) {
    whose[person.subject()].insert(person.person());
  }
  EXPECT_THAT(whose, Contains(Key("person.0007")));
  for (const auto& provider : All<v1::AddProviderSubjectRequest>(plan)) {
    whose[provider.subject()].insert(provider.provider());
  }
  EXPECT_THAT(whose, Contains(Key("provider.0002")));
  for (const auto& supporter : All<v1::AddSupporterRequest>(plan)) {
    whose[supporter.subject()].insert(supporter.person());
  }
  for (const auto& representative : All<v1::AddRepresentativeRequest>(plan)) {
    whose[representative.subject()].insert(representative.person());
  }
  for (const auto& [subject, links] : whose) {
    EXPECT_EQ(links.size(), 1U) << subject;
    EXPECT_THAT(subject, MatchesRegex("[a-z]+[.][0-9]{4}"));
  }
}

// Without a subject it would be that of the social worker, who has steps to do.
TEST(DemoPlan, Relation_isOfSomebodyElseThanWhoDeclaresIt) {
  const Plan plan = MakePlan(SettingOn(kToday));
  const auto relations = All<v1::DeclareRelationRequest>(plan);
  ASSERT_EQ(relations.size(), 1U);
  EXPECT_NE(relations[0].subject(), "");
}

TEST(DemoPlan, Providers_whoSignInAreRegistered) {
  const Plan plan = MakePlan(SettingOn(kToday));
  std::set<std::string> registered;
  for (const auto& provider : All<v1::RegisterProviderRequest>(plan)) {
    registered.insert(absl::StrCat("providers/", provider.request_id()));
  }
  for (const auto& sign_in : All<v1::AddProviderSubjectRequest>(plan)) {
    EXPECT_THAT(registered, Contains(sign_in.provider()));
  }
}

TEST(DemoPlan, OwnBalance_isWorthALookAsThePersonAlone) {
  const Plan plan = MakePlan(SettingOn(kToday));
  std::string person;
  for (const auto& sign_in : All<v1::SetPersonSubjectRequest>(plan)) {
    if (sign_in.subject() == "person.0007") person = sign_in.person();
  }
  EXPECT_THAT(
      plan.highlights,
      Contains(AllOf(Field(&Highlight::command, "balance show --as person.0007 --roles person"),
                     Field(&Highlight::name, person))));
}

TEST(DemoPlan, EveryName_saysThatItIsInvented) {
  const Plan plan = MakePlan(SettingOn(kToday));
  for (const auto& provider : All<v1::RegisterProviderRequest>(plan)) {
    EXPECT_THAT(provider.display_name(), HasSubstr("(invented)"));
  }
  for (const auto& supporter : All<v1::AddSupporterRequest>(plan)) {
    EXPECT_THAT(supporter.supporter_name(), HasSubstr("(invented)"));
  }
  for (const auto& representative : All<v1::AddRepresentativeRequest>(plan)) {
    EXPECT_THAT(representative.representative_name(), HasSubstr("(invented)"));
    EXPECT_THAT(representative.evidence(), HasSubstr("(invented)"));
  }
  for (const auto& needs : All<v1::SetCommunicationNeedsRequest>(plan)) {
    const std::string& helper = needs.needs().helper();
    EXPECT_TRUE(helper.empty() || absl::StrContains(helper, "(invented)")) << helper;
  }
}

TEST(DemoPlan, Awards_staySmallerThanTheFundsOfTheirYears) {
  for (const absl::CivilDay day : kDays) {
    const Plan plan = MakePlan(SettingOn(day));
    std::map<std::string, int64_t> left;
    for (const auto& budget : All<v1::AllocateBudgetRequest>(plan)) {
      left[budget.fund()] += budget.amount_pence();
    }
    EXPECT_EQ(left.at(plan.fund), 11'100'000);
    for (const auto& award : All<v1::ProposeAwardRequest>(plan)) {
      for (const auto& part : award.funding()) left.at(part.fund()) -= part.amount_pence();
    }
    for (const auto& [fund, pence] : left) EXPECT_GE(pence, 0) << day << " " << fund;
  }
}

TEST(DemoPlan, Awards_standWithinPolicyAndPhase) {
  for (const absl::CivilDay day : kDays) {
    for (const auto& award : All<v1::ProposeAwardRequest>(MakePlan(SettingOn(day)))) {
      const absl::CivilDay start = cli::ToDay(award.start_date());
      const absl::CivilDay end = cli::ToDay(award.end_date());
      EXPECT_GE(start, absl::CivilDay(2026, 4, 1)) << day;
      EXPECT_LE(start, end) << day;
      EXPECT_LE(end - start + 1, 84) << day;
      EXPECT_EQ(cli::FinancialYearOf(end) - cli::FinancialYearOf(start) + 1, award.funding_size());
    }
  }
}

TEST(DemoPlan, Loads_areDueWithinTheirAwardAndNotInTheFuture) {
  for (const absl::CivilDay day : kDays) {
    const Plan plan = MakePlan(SettingOn(day));
    std::vector<v1::CreateLoadRequest> loads = All<v1::CreateLoadRequest>(plan);
    for (const LoadRun& run : All<LoadRun>(plan)) {
      loads.insert(loads.end(), run.rows.begin(), run.rows.end());
    }
    std::map<std::string, v1::ProposeAwardRequest> awards;
    for (const auto& award : All<v1::ProposeAwardRequest>(plan)) {
      awards["awards/" + award.request_id()] = award;
    }
    EXPECT_GT(loads.size(), 15U);
    for (const v1::CreateLoadRequest& load : loads) {
      const absl::CivilDay due = cli::ToDay(load.due_date());
      EXPECT_GE(due, cli::ToDay(awards.at(load.award()).start_date())) << day;
      EXPECT_LE(due, cli::ToDay(awards.at(load.award()).end_date())) << day;
      EXPECT_LE(due, day);
    }
  }
}

TEST(DemoPlan, ExtensionsAndEmergencyLoads_underAPolicyWithoutThem_areNone) {
  const Plan plan = MakePlan(SettingOn(kToday));
  EXPECT_TRUE(All<v1::ProposeExtensionRequest>(plan).empty());
  EXPECT_TRUE(All<v1::ApproveEmergencyLoadRequest>(plan).empty());
}

TEST(DemoPlan, ExtensionsAndEmergencyLoads_underAPolicyThatAllowsThem_areShown) {
  Setting setting = SettingOn(kToday);
  setting.length_days_max = 112;
  setting.emergency_pence_max = 5'000;
  const Plan plan = MakePlan(setting);
  EXPECT_EQ(All<v1::ProposeExtensionRequest>(plan).size(), 3U);
  EXPECT_EQ(All<v1::DecideExtensionRequest>(plan).size(), 2U);
  EXPECT_EQ(All<v1::ApproveEmergencyLoadRequest>(plan).size(), 1U);
}

TEST(DemoNames, NameOfALaterAnswer_isReadBack) {
  EXPECT_EQ(RequestIdIn(NameFrom("persons", "an-id")), "an-id");
  EXPECT_EQ(RequestIdIn("awards/an-id"), "");
}

}  // namespace
}  // namespace cardledger::demo
