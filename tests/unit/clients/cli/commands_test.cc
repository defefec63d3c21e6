// What each command sends, seen by a service that takes any call; that nothing is sent where the
// words are wrong; and that its help names who may call it.

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "google/protobuf/descriptor.h"
#include "gtest/gtest.h"

#include "cardledger/v1/access.pb.h"
#include "clients/cli/words.h"
#include "tests/unit/clients/cli/commands_fixture.h"

namespace cardledger::cli {
namespace {

using ::google::protobuf::DescriptorPool;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST_P(CommandSendsTest, TheRequestThatItsWordsSay) {
  const SentCase& c = GetParam();
  for (const char* form : {"", " --json", " --quiet"}) {
    const Result result = Run(absl::StrCat(c.line, form));
    EXPECT_EQ(result.code, kExitOk) << result.err;
    EXPECT_THAT(service_.sent_by_method, SizeIs(1));
    EXPECT_EQ(Sent(c.method), Canonical(c.method, c.request));
  }
}

// A role is a word of its own in the help: approver is no mention of senior_approver.
TEST_P(CommandSendsTest, HelpNamesEveryRoleThatMayCallIt) {
  const SentCase& c = GetParam();
  const std::string help = Run(absl::StrCat(c.line, " --help")).out;
  const std::vector<std::string> words = absl::StrSplit(help, absl::ByAnyChar(" \n,.;"));
  const auto* method =
      DescriptorPool::generated_pool()->FindMethodByName(absl::StrCat("cardledger.v1.", c.method));
  ASSERT_NE(method, nullptr);
  for (const v1::AccessGrant& grant : method->options().GetExtension(v1::access).grants()) {
    for (const int role : grant.roles()) {
      EXPECT_THAT(words, Contains(absl::StrReplaceAll(Word(static_cast<journal::v1::Role>(role)),
                                                      {{"-", "_"}})));
    }
  }
}

INSTANTIATE_TEST_SUITE_P(
    Awards, CommandSendsTest,
    ::testing::Values(
        SentCase{
            "award propose --person <id> --fund <id>=£1,000.00 --start 2026-07-01 --end 2026-07-31 "
            "--power s117 --delivery direct-payment --goal To_swim --share "
            "council=60:chargeable --share health-body=40 --schedule weekly --first-due "
            "2026-07-06 --funding-model holder-balance --contribution-mode gross "
            "--spend-order pro-rata --allow 4121 --allow 0742 --block 7995 --no-cash "
            "--risk-decision Agreed --risk-review 2026-07-30 --earmark providers/<id>=£200",
            "AwardService.ProposeAward",
            "person: 'persons/<id>' power: POWER_S117 delivery: DELIVERY_DIRECT_PAYMENT "
            "start_date " DAY(1) " end_date " DAY(
                31) " funding { fund: 'funds/<id>' amount_pence: 100000 } goal: 'To swim' "
                    "shares { source: FUNDING_SOURCE_COUNCIL basis_points: 6000 chargeable: true } "
                    "shares { source: FUNDING_SOURCE_HEALTH_BODY basis_points: 4000 } "
                    "schedule { frequency: LOAD_FREQUENCY_WEEKLY first_due_date " DAY(
                        6) " } "
                           "funding_model: FUNDING_MODEL_HOLDER_BALANCE "
                           "contribution_mode: CONTRIBUTION_MODE_GROSS spend_order: "
                           "SPEND_ORDER_PRO_RATA "
                           "allowed_categories: [ 4121, 742 ] blocks { categories: 7995 cash: true "
                           "risk_decision: 'Agreed' risk_review_date " DAY(
                               30) " } "
                                   "earmarks { provider: 'providers/<id>' amount_pence: 20000 }"},
        SentCase{"award propose --person <id> --fund <id>=5 --start 2026-07-01 --end 2026-07-31",
                 "AwardService.ProposeAward",
                 "person: 'persons/<id>' power: POWER_S18_DUTY delivery: DELIVERY_COUNCIL_ARRANGED "
                 "start_date " DAY(1) " end_date " DAY(
                     31) " funding { fund: 'funds/<id>' amount_pence: 500 }"},
        SentCase{"award show <id> --at 12", "AwardService.GetAward",
                 "name: 'awards/<id>' position: 12"},
        SentCase{"award list --person <id> --state active", "AwardService.ListAwards",
                 "page_size: 1000 person: 'persons/<id>' state: AWARD_STATE_ACTIVE"},
        SentCase{
            "award extend <id> --end 2026-07-31 --fund <id>=200 --reason Four_weeks",
            "AwardService.ProposeExtension",
            "award: 'awards/<id>' end_date " DAY(
                31) " funding { fund: 'funds/<id>' amount_pence: 20000 } reason: 'Four weeks'"},
        SentCase{"award decide-extension <id> --approve --note Yes", "AwardService.DecideExtension",
                 "award: 'awards/<id>' approve: true note: 'Yes'"},
        SentCase{"award decide-extension <id> --decline", "AwardService.DecideExtension",
                 "award: 'awards/<id>'"},
        SentCase{
            "award end <id> --last-day 2026-07-20 --outcome paid-work --note Well",
            "AwardService.EndAward",
            "award: 'awards/<id>' last_date " DAY(20) " outcome: OUTCOME_PAID_WORK note: 'Well'"},
        SentCase{
            "award agreement <id> --signed-version 2026-1 --choice card --signed-on 2026-07-01",
            "AwardService.RecordAgreement",
            "award: 'awards/<id>' agreement { version: '2026-1' choice: PAYMENT_CHOICE_CARD "
            "signed_date " DAY(1) " }"},
        SentCase{"award contribution <id> --weekly £5.00 --from 2026-07-06 --validate-only",
                 "AwardService.SetContribution",
                 "validate_only: true award: 'awards/<id>' from_date " DAY(6) " weekly_pence: 500"},
        SentCase{
            "contribution receive <id> --amount 5 --on 2026-07-10 --reference B12",
            "AwardService.ReceiveContribution",
            "award: 'awards/<id>' amount_pence: 500 received_date " DAY(10) " reference: 'B12'"},
        SentCase{"own-money add <id> --amount 20 --on 2026-07-10", "AwardService.AddOwnMoney",
                 "award: 'awards/<id>' amount_pence: 2000 received_date " DAY(10)},
        SentCase{"own-money repay <id> --amount 20 --on 2026-07-11", "AwardService.RepayOwnMoney",
                 "award: 'awards/<id>' amount_pence: 2000 paid_date " DAY(11)},
        SentCase{"load create --award <id> --amount 50 --due-date 2026-07-06 --emergency",
                 "LoadService.CreateLoad",
                 "award: 'awards/<id>' amount_pence: 5000 due_date " DAY(6) " emergency: true"},
        SentCase{"load approve 12 --award <id>", "LoadService.ApproveEmergencyLoad",
                 "award: 'awards/<id>' transaction: 'transactions/12'"}));

INSTANTIATE_TEST_SUITE_P(
    Persons, CommandSendsTest,
    ::testing::Values(
        SentCase{
            "person state <id> hospital --since 2026-07-03 --note Fell",
            "PersonService.SetPersonState",
            "person: 'persons/<id>' state: PERSON_STATE_HOSPITAL since " DAY(3) " note: 'Fell'"},
        SentCase{
            "person communication set <id> --format easy-read --channel letter --language cy "
            "--helper Kim --note Slowly",
            "PersonService.SetCommunicationNeeds",
            "person: 'persons/<id>' needs { format: COMMUNICATION_FORMAT_EASY_READ language: 'cy' "
            "channel: COMMUNICATION_CHANNEL_LETTER helper: 'Kim' note: 'Slowly' }"},
        SentCase{"person communication show <id>", "PersonService.GetCommunicationNeeds",
                 "person: 'persons/<id>'"},
        SentCase{"person supporter add <id> --name Kim_Jones --scope balance --scope card "
                 "--first-day 2026-07-01 --last-day 2026-07-31 --subject kim",
                 "PersonService.AddSupporter",
                 "person: 'persons/<id>' scopes: [ SUPPORTER_SCOPE_BALANCE, SUPPORTER_SCOPE_CARD ] "
                 "first_date " DAY(1) " last_date " DAY(
                     31) " subject: 'kim' supporter_name: 'Kim Jones'"},
        SentCase{"person supporter end <id> supporters/<id> --last-day 2026-07-31",
                 "PersonService.EndSupporter",
                 "person: 'persons/<id>' supporter: 'supporters/<id>' last_date " DAY(31)},
        SentCase{"person representative add <id> --name Alex --authority attorney-property --scope "
                 "finances --evidence Seen --first-day 2026-07-01",
                 "PersonService.AddRepresentative",
                 "person: 'persons/<id>' authority: AUTHORITY_ATTORNEY_PROPERTY "
                 "scopes: REPRESENTATIVE_SCOPE_FINANCES first_date " DAY(
                     1) " representative_name: 'Alex' evidence: 'Seen'"},
        SentCase{"person supporter end <id> <id>", "PersonService.EndSupporter",
                 "person: 'persons/<id>' supporter: 'supporters/<id>'"},
        SentCase{"person representative end <id> <id>", "PersonService.EndRepresentative",
                 "person: 'persons/<id>' representative: 'representatives/<id>'"},
        SentCase{
            "person representative end <id> <id> --last-day 2026-07-31",
            "PersonService.EndRepresentative",
            "person: 'persons/<id>' representative: 'representatives/<id>' last_date " DAY(31)},
        SentCase{"person sign-in <id> --subject person.0007", "PersonService.SetPersonSubject",
                 "person: 'persons/<id>' subject: 'person.0007'"},
        SentCase{"person sign-in <id> --none", "PersonService.SetPersonSubject",
                 "person: 'persons/<id>'"},
        SentCase{"person relation declare <id> --subject kim", "PersonService.DeclareRelation",
                 "person: 'persons/<id>' subject: 'kim'"},
        SentCase{"person relation declare <id> --validate-only", "PersonService.DeclareRelation",
                 "validate_only: true person: 'persons/<id>'"},
        SentCase{"person relation end <id> --subject kim", "PersonService.EndRelation",
                 "person: 'persons/<id>' subject: 'kim'"}));

INSTANTIATE_TEST_SUITE_P(
    Privacy, CommandSendsTest,
    ::testing::Values(
        SentCase{"person erase propose <id> --class identity --class case --ground "
                 "retention-ended --note Due",
                 "PrivacyService.ProposeErasure",
                 "person: 'persons/<id>' classes: RETENTION_CLASS_IDENTITY classes: "
                 "RETENTION_CLASS_CASE ground: ERASURE_GROUND_RETENTION_ENDED note: 'Due'"},
        SentCase{"person erase approve <id>", "PrivacyService.DecideErasure",
                 "person: 'persons/<id>' approve: true"},
        SentCase{"person erase decline <id> --note Wait", "PrivacyService.DecideErasure",
                 "person: 'persons/<id>' note: 'Wait'"},
        SentCase{"person hold set <id> --note Claim", "PrivacyService.SetLegalHold",
                 "person: 'persons/<id>' note: 'Claim'"},
        SentCase{"person hold end <id> --note None", "PrivacyService.EndLegalHold",
                 "person: 'persons/<id>' note: 'None'"},
        SentCase{"person rectify <id> --entry 12 --place 1 --kind note --to Right",
                 "PrivacyService.RectifyDetail",
                 "person: 'persons/<id>' entry: 12 place: 1 kind: DETAIL_KIND_NOTE text: 'Right'"},
        SentCase{"work erasures", "PrivacyService.ListDueErasures", "page_size: 1000"},
        SentCase{"person export <id> --output /dev/null --force", "PrivacyService.ExportPerson",
                 "page_size: 1000 person: 'persons/<id>'"}));

INSTANTIATE_TEST_SUITE_P(
    Cards, CommandSendsTest,
    ::testing::Values(
        SentCase{"card request <id> --for supporters/<id> --payment-max 30 --daily-max 50 "
                 "--daily-count 5",
                 "CardService.RequestCard",
                 "award: 'awards/<id>' holder: HOLDER_KIND_SUPPORTER party: 'supporters/<id>' "
                 "limits { payment_pence: 3000 daily_pence: 5000 daily_count: 5 }"},
        SentCase{"card request <id>", "CardService.RequestCard",
                 "award: 'awards/<id>' holder: HOLDER_KIND_PERSON limits {}"},
        SentCase{"card request <id> --for representatives/<id>", "CardService.RequestCard",
                 "award: 'awards/<id>' holder: HOLDER_KIND_REPRESENTATIVE "
                 "party: 'representatives/<id>' limits {}"},
        SentCase{"card issue <id> --token tok-12345 --last-four 4821 --expires 2029-07",
                 "CardService.IssueCard",
                 "card: 'cards/<id>' token: 'tok-12345' last_four: '4821' expiry_year: 2029 "
                 "expiry_month: 7"},
        SentCase{"card activate <id>", "CardService.ActivateCard", "card: 'cards/<id>'"},
        SentCase{"card block <id> --reason safeguarding --needs-met Visits --lead sam --note Now",
                 "CardService.BlockCard",
                 "card: 'cards/<id>' reason: CARD_BLOCK_REASON_SAFEGUARDING needs_met: 'Visits' "
                 "lead: 'sam' note: 'Now'"},
        SentCase{"card unblock <id> --note Found", "CardService.UnblockCard",
                 "card: 'cards/<id>' note: 'Found'"},
        SentCase{"card review <id> --note On", "CardService.ReviewBlock",
                 "card: 'cards/<id>' note: 'On'"},
        SentCase{"card replace <id>", "CardService.ReplaceCard", "card: 'cards/<id>'"},
        SentCase{"card close <id>", "CardService.CloseCard", "card: 'cards/<id>'"},
        SentCase{"card limits <id> --daily-count 3", "CardService.SetCardLimits",
                 "card: 'cards/<id>' limits { daily_count: 3 }"},
        SentCase{"card show <id>", "CardService.GetCard", "name: 'cards/<id>'"},
        SentCase{
            "card list --award <id> --person <id> --state blocked --limit 5",
            "CardService.ListCards",
            "page_size: 5 award: 'awards/<id>' person: 'persons/<id>' state: CARD_STATE_BLOCKED"}));

INSTANTIATE_TEST_SUITE_P(
    Others, CommandSendsTest,
    ::testing::Values(
        SentCase{"provider register --name Green_Lane --kind voluntary",
                 "ProviderService.RegisterProvider",
                 "display_name: 'Green Lane' kind: PROVIDER_KIND_VOLUNTARY"},
        SentCase{"provider show <id>", "ProviderService.GetProvider", "name: 'providers/<id>'"},
        SentCase{"provider list", "ProviderService.ListProviders", "page_size: 1000"},
        SentCase{"provider sign-in add <id> --subject till.4", "ProviderService.AddProviderSubject",
                 "provider: 'providers/<id>' subject: 'till.4'"},
        SentCase{"provider sign-in remove <id> --subject till.4",
                 "ProviderService.RemoveProviderSubject",
                 "provider: 'providers/<id>' subject: 'till.4'"},
        SentCase{"referral request <id> --amount 200 --date 2026-07-09 --reason Course",
                 "ReferralService.RequestException",
                 "award: 'awards/<id>' date " DAY(9) " amount_pence: 20000 reason: 'Course'"},
        SentCase{"referral decide referrals/9 --approve --amount 150 --reason Meets",
                 "ReferralService.DecideReferral",
                 "referral: 'referrals/9' approve: true amount_pence: 15000 reason: 'Meets'"},
        SentCase{"referral decide 9 --decline --reason No", "ReferralService.DecideReferral",
                 "referral: 'referrals/9' reason: 'No'"},
        SentCase{"referral show 9", "ReferralService.GetReferral", "name: 'referrals/9'"},
        SentCase{"referral list --state open", "ReferralService.ListReferrals",
                 "page_size: 1000 state: REFERRAL_STATE_OPEN"},
        SentCase{
            "transaction list <id> --kind load --state refused --from 2026-07-01 --to 2026-07-31",
            "TransactionService.ListTransactions",
            "page_size: 1000 award: 'awards/<id>' kind: TRANSACTION_KIND_LOAD "
            "state: TRANSACTION_STATE_REFUSED from_date " DAY(1) " before_date " DAY(31)},
        SentCase{"transaction show 12", "TransactionService.GetTransaction",
                 "name: 'transactions/12'"},
        SentCase{
            "transaction reverse 12 --award <id> --on 2026-07-10 --reason wrong-amount --note Typo",
            "TransactionService.ReverseTransaction",
            "award: 'awards/<id>' transaction: 'transactions/12' effective_date " DAY(
                10) " reason: REVERSAL_REASON_WRONG_AMOUNT note: 'Typo'"},
        SentCase{"work list to-approve", "WorklistService.ListWork",
                 "page_size: 1000 kind: WORK_KIND_TO_APPROVE"},
        SentCase{"balance show <id> --on 2026-07-06 --at 12", "BalanceService.GetBalance",
                 "award: 'awards/<id>' as_of { effective_date " DAY(6) " position: 12 }"},
        SentCase{"balance show persons/<id>", "BalanceService.GetPersonBalance",
                 "person: 'persons/<id>'"},
        SentCase{"balance show cards/<id> --on 2026-07-06", "BalanceService.GetCardBalance",
                 "card: 'cards/<id>' as_of { effective_date " DAY(6) " }"},
        SentCase{"fund show <id> --at 3", "FundService.GetFund",
                 "name: 'funds/<id>' as_of { position: 3 }"}));

// The answer of the service is no statement; its dates make the text forms of it nonsense.
TEST_F(CommandsTest, StatementTakesAPeriodInThreeWays) {
  const struct {
    const char* period;
    const char* request;
  } cases[] = {
      {"--from 2026-07-01 --to 2026-07-31", "from_date " DAY(1) " before_date " DAY(31)},
      {"--year 2026-27",
       "from_date { year: 2026 month: 4 day: 1 } before_date { year: 2027 month: 4 day: 1 }"},
      {"--month 2026-12 --at 9",
       "from_date { year: 2026 month: 12 day: 1 } before_date { year: 2027 month: 1 day: 1 } "
       "position: 9"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(Run(absl::StrCat("statement <id> --format json ", c.period)).code, kExitOk);
    EXPECT_EQ(Sent("TransactionService.GetStatement"),
              Canonical("TransactionService.GetStatement",
                        absl::StrCat("award: 'awards/<id>' ", c.request)));
  }
}

TEST_F(CommandsTest, StatementIsWrittenToAFile) {
  const std::string path = folder_.file("statement.csv");
  const std::string line = "statement <id> --month 2026-07 --format csv --output ";
  const Result written = Run(line + path);
  EXPECT_EQ(written.code, kExitOk) << written.err;
  EXPECT_EQ(written.out, "");
  EXPECT_THAT(written.err, HasSubstr(path));
  std::ifstream file(path);
  EXPECT_THAT(std::string(std::istreambuf_iterator<char>(file), {}), HasSubstr("row,day,what"));
  const Result failed = Run(line + "/dev/full");
  EXPECT_EQ(failed.code, kExitInternal);
  EXPECT_THAT(failed.err, HasSubstr("/dev/full: No space left on device"));
  EXPECT_THAT(Run(line + folder_.file("none/x.csv")).err, HasSubstr("No such file or directory"));
}

TEST_F(CommandsTest, ExportIsWrittenToAFileOfItsOwnersAlone_andOverNoneUnasked) {
  const std::string path = folder_.file("person.json");
  const std::string line = absl::StrCat("person export <id> --output ", path);
  const Result written = Run(line);
  EXPECT_EQ(written.code, kExitOk) << written.err;
  EXPECT_THAT(written.err, HasSubstr(path));
  constexpr auto kOwnerAlone =
      std::filesystem::perms::owner_read | std::filesystem::perms::owner_write;
  EXPECT_EQ(std::filesystem::status(path).permissions(), kOwnerAlone);
  const Result again = Run(line);
  EXPECT_NE(again.code, kExitOk);
  EXPECT_THAT(again.err, HasSubstr("--force"));
  std::filesystem::permissions(path, std::filesystem::perms::all);
  EXPECT_EQ(Run(line + " --force --format text").code, kExitOk);
  EXPECT_EQ(std::filesystem::status(path).permissions(), kOwnerAlone);
  std::ifstream file(path);
  EXPECT_THAT(std::string(std::istreambuf_iterator<char>(file), {}),
              HasSubstr("Everything about one person"));
  EXPECT_THAT(Run("person export <id> --output /dev/full --force").err,
              HasSubstr("No space left on device"));
}

TEST_F(CommandsTest, NothingIsSentWhereTheWordsAreWrong) {
  const struct {
    const char* line;
    const char* said;
  } cases[] = {
      {"award decide-extension <id>", "--approve or --decline"},
      {"award decide-extension <id> --approve --decline", "--approve or --decline"},
      {"award end <id> --last-day 2026-07-20 --outcome rich", "paid-work"},
      {"award show <id> --at 0", "--at"},
      {"award propose --person <id> --fund <id>=5 --start 2026-07-01 --end 2026-07-31 --first-due "
       "2026-07-06",
       "--schedule"},
      {"award propose --person <id> --fund <id>=5 --start 2026-07-01 --end 2026-07-31 "
       "--risk-review "
       "2026-07-06",
       "--no-cash"},
      {"award propose --person <id> --fund <id>=5 --start 2026-07-01 --end 2026-07-31 --share x=1 "
       "--earmark y=z --allow taxi --block 1 --schedule daily",
       "four-weekly"},
      {"card request <id> --for somebody", "representatives/{id}"},
      {"card issue <id> --token tok-12345 --last-four 4821 --expires 07/29", "YYYY-MM"},
      {"card limits <id> --payment-max lots", "--payment-max"},
      {"card limits <id> --daily-count 1001", "--help"},
      {"load approve x --award <id>", "transactions/{sequence}"},
      {"person state <id> asleep --since 2026-07-03", "hospital"},
      {"person supporter add <id> --name Kim --scope everything --first-day 2026-07-01", "manage"},
      {"person sign-in <id>", "--none"},
      {"person sign-in <id> --none --subject kim", "either --subject"},
      {"person relation end <id>", "--subject"},
      {"person erase propose <id> --ground retention-ended", "--class"},
      {"person erase propose <id> --class all --ground retention-ended", "identity"},
      {"person erase approve <id> --note Gone", "--note"},
      {"person hold set <id>", "--note"},
      {"person rectify <id> --entry 12 --kind note", "--to"},
      {"person export <id>", "--output"},
      {"provider sign-in add somebody --subject kim", "providers/{id}"},
      {"balance show persons/1", "persons/{id}"},
      {"balance show cards/1", "cards/{id}"},
      {"balance show <id> --on yesterday", "--on"},
      {"statement <id>", "--year"},
      {"statement <id> --from 2026-07-01", "--year"},
      {"statement <id> --year 2026 --month 2026-07", "--from and --to"},
      {"statement <id> --month 2026-13", "2026-13"},
      {"statement <id> --month 2026-07 --format html --json", "--format"},
      {"statement <id> --month 2026-07 --format pdf", "--help"},
      {"work list everything", "to-approve"},
      {"journal watch --event load", "award-loaded"},
      {"journal watch --role boss", "finance-officer"},
      {"transaction list <id> --kind gift", "own-money-repaid"},
      {"referral decide 9 --reason No", "--decline"},
      {"transaction list <id> --reason curiosity", "payment-query"},
      {"transaction show 9 --note Monday", "--reason"},
      {"look review 9 --note Later", "--disclose"},
      {"look review 9 --disclose --until 2026-07-31 --note Later", "--until"},
  };
  for (const auto& c : cases) {
    const Result result = Run(c.line);
    EXPECT_EQ(result.code, kExitBadInput) << c.line << result.err;
    EXPECT_THAT(result.err, HasSubstr(c.said)) << c.line;
    EXPECT_THAT(service_.sent_by_method, IsEmpty()) << c.line;
  }
}

}  // namespace
}  // namespace cardledger::cli
