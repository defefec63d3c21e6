// Golden texts: awards.

#include "clients/cli/render_award.h"

#include <string>

#include "gtest/gtest.h"

#include "tests/unit/clients/cli/parse_message.h"

namespace cardledger::cli {
namespace {

TEST(RenderAward, ShowsWhoProposedAndApprovedAndWhatIsLeft) {
  const auto award = Parse<v1::Award>(R"(
    name: "awards/3b1f8a52-6d0e-4f0b-8f43-1f2e3d4c5b6a" person: "persons/5f0c2c1e-8f0c-4e4e-9d0b-3f6e8a1b2c3d"
    state: AWARD_STATE_ACTIVE power: POWER_S18_DUTY delivery: DELIVERY_COUNCIL_ARRANGED
    start_date { year: 2026 month: 7 day: 1 } end_date { year: 2026 month: 9 day: 22 }
    funding { fund: "funds/7d1d0e6c-4c8a-4e0e-9a55-2f2f3f0f7a10" amount_pence: 100000 committed_pence: 60000 loaded_pence: 40000 }
    amount_pence: 100000 proposed_by: "anna" approved_by: "ben")");
  EXPECT_EQ(RenderAward(award),
            "Award         awards/3b1f8a52-6d0e-4f0b-8f43-1f2e3d4c5b6a\n"
            "Person        persons/5f0c2c1e-8f0c-4e4e-9d0b-3f6e8a1b2c3d\n"
            "State         active\n"
            "Power         s18-duty\n"
            "Delivery      council-arranged\n"
            "Dates         1 July 2026 to 22 September 2026 (84 days)\n"
            "Proposed by   anna\n"
            "Approved by   ben\n"
            "Amount        £1,000.00\n"
            "Loaded        £400.00\n"
            "Left to load  £600.00\n"
            "\n"
            "Fund                                          Awarded   Loaded  Left to load\n"
            "funds/7d1d0e6c-4c8a-4e0e-9a55-2f2f3f0f7a10  £1,000.00  £400.00       £600.00\n");
}

TEST(RenderAward, OfAProposal_leavesNothingToLoadYet) {
  const std::string shown = RenderAward(Parse<v1::Award>(R"(
    name: "awards/a" state: AWARD_STATE_PROPOSED amount_pence: 100000
    funding { fund: "funds/f" amount_pence: 100000 })"));
  EXPECT_NE(shown.find("Left to load  nothing before it is approved\n"), std::string::npos)
      << shown;
}

TEST(RenderAwards, SaysWhenThereAreNone) {
  EXPECT_EQ(RenderAwards({}), "There are no such awards.\n");
}

TEST(RenderAward, HasAHeadingForEachOfItsSides) {
  const auto award = Parse<v1::Award>(R"(
    name: "awards/a" person: "persons/p" state: AWARD_STATE_ENDED power: POWER_S117
    delivery: DELIVERY_DIRECT_PAYMENT start_date { year: 2026 month: 7 day: 1 }
    end_date { year: 2026 month: 7 day: 1 } extended: true
    funding { fund: "funds/f" amount_pence: 100000 committed_pence: 60000 loaded_pence: 40000
              contribution_pence: 6000 instalment_pence: 8333 }
    amount_pence: 100000 proposed_by: "anna" approved_by: "ben"
    shares { source: FUNDING_SOURCE_COUNCIL basis_points: 6000 chargeable: true }
    shares { source: FUNDING_SOURCE_HEALTH_BODY basis_points: 4005 }
    schedule { frequency: LOAD_FREQUENCY_FOUR_WEEKLY first_due_date { year: 2026 month: 7 day: 1 }
               next_due_date { year: 2026 month: 7 day: 29 } }
    funding_model: FUNDING_MODEL_HOLDER_BALANCE contribution_mode: CONTRIBUTION_MODE_NET
    spend_order: SPEND_ORDER_COUNCIL_FIRST allowed_categories: [ 742, 4121 ]
    blocks { categories: 7995 cash: true risk_decision: "Agreed with Kim"
             risk_review_date { year: 2026 month: 9 day: 1 } }
    earmarks { provider: "providers/g" amount_pence: 20000 }
    agreement { version: "2026-1" choice: PAYMENT_CHOICE_OWN_ACCOUNT signed_date { year: 2026 month: 6 day: 29 } }
    contributions { from_date { year: 2026 month: 7 day: 6 } weekly_pence: 500 }
    pending_extension { end_date { year: 2026 month: 10 day: 20 } proposed_by: "wes"
                        funding { fund: "funds/f" amount_pence: 20000 } }
    outcome: OUTCOME_PAID_WORK cards: "cards/c" cards: "cards/d")");
  EXPECT_EQ(RenderAward(award),
            "Award            awards/a\n"
            "Person           persons/p\n"
            "State            ended\n"
            "Outcome          paid work\n"
            "Power            s117\n"
            "Delivery         direct-payment\n"
            "Dates            1 July 2026 to 1 July 2026 (1 day), extended\n"
            "Proposed by      anna\n"
            "Approved by      ben\n"
            "Agreement        2026-1, signed on 29 June 2026: own account\n"
            "Schedule         four weekly from 1 July 2026, next on 29 July 2026\n"
            "Account          holder-balance\n"
            "Contribution     net\n"
            "Spent first      council-first (a charging concession)\n"
            "Amount           £1,000.00\n"
            "Loaded           £400.00\n"
            "From the person  £60.00\n"
            "Left to load     £600.00\n"
            "\n"
            "Fund       Awarded   Loaded  Left to load  From the person  Each instalment\n"
            "funds/f  £1,000.00  £400.00       £600.00           £60.00           £83.33\n"
            "\n"
            "Who bears it   Share  The person may be charged for it\n"
            "council       60.00%  yes\n"
            "health body   40.05%  no\n"
            "\n"
            "The person contributes from  A week\n"
            "6 July 2026                   £5.00\n"
            "\n"
            "How it may be spent\n"
            "Only in categories  0742, 4121\n"
            "Not in categories   7995\n"
            "Cash                may not be drawn\n"
            "Risk decision       Agreed with Kim\n"
            "Reviewed by         1 September 2026\n"
            "£200.00             only at providers/g\n"
            "\n"
            "An extension waits for its decision\n"
            "To 20 October 2026, proposed by wes\n"
            "£200.00 more from funds/f\n"
            "\n"
            "Cards\n"
            "cards/c\n"
            "cards/d\n");
}

}  // namespace
}  // namespace cardledger::cli
