// The table in docs/SECURITY.md of who may call what, held against the running server: for every
// method and every role, let in or turned away as the table says. `--rewrite` writes the table from
// the methods' options; the server is asked all the same.

#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "gtest/gtest.h"

#include "cardledger/v1/access.pb.h"
#include "services/rpc/caller.h"
#include "tests/integration/api_methods.h"

namespace cardledger::tests {
namespace {

constexpr char kBegin[] = "<!-- who may call what: begin -->\n";
constexpr char kEnd[] = "<!-- who may call what: end -->";

// Set by main.
std::string& Page() {
  static std::string path;
  return path;
}

std::string ReadPage() {
  std::stringstream text;
  text << std::ifstream(Page()).rdbuf();
  return text.str();
}

std::vector<std::string> AllRoles() {
  std::vector<std::string> roles;
  for (int number = journal::v1::Role_MIN; number <= journal::v1::Role_MAX; ++number) {
    if (rpc::IsCallersRole(number)) {
      roles.push_back(rpc::RoleName(static_cast<journal::v1::Role>(number)));
    }
  }
  return roles;
}

template <typename Scopes>
std::string WordsOf(const Scopes& scopes, const google::protobuf::EnumDescriptor& type,
                    absl::string_view prefix) {
  return absl::StrJoin(scopes, ", ", [&](std::string* out, int scope) {
    absl::StrAppend(out, absl::AsciiStrToLower(
                             absl::StripPrefix(type.FindValueByNumber(scope)->name(), prefix)));
  });
}

// "supporter (balance, card)".
std::string OwnWord(const v1::AccessGrant& grant, int role) {
  const std::string name = rpc::RoleName(static_cast<journal::v1::Role>(role));
  if (role == journal::v1::ROLE_SUPPORTER) {
    return absl::StrCat(name, " (",
                        WordsOf(grant.supporter_scopes(), *journal::v1::SupporterScope_descriptor(),
                                "SUPPORTER_SCOPE_"),
                        ")");
  }
  if (role == journal::v1::ROLE_REPRESENTATIVE) {
    return absl::StrCat(
        name, " (",
        WordsOf(grant.representative_scopes(), *journal::v1::RepresentativeScope_descriptor(),
                "REPRESENTATIVE_SCOPE_"),
        ")");
  }
  return name;
}

std::string RowOf(const google::protobuf::MethodDescriptor& method) {
  std::vector<std::string> any;
  std::vector<std::string> own;
  for (const v1::AccessGrant& grant : method.options().GetExtension(v1::access).grants()) {
    for (const int role : grant.roles()) {
      if (grant.scope() == v1::ACCESS_SCOPE_ANY) {
        any.push_back(rpc::RoleName(static_cast<journal::v1::Role>(role)));
      } else {
        own.push_back(OwnWord(grant, role));
      }
    }
  }
  const bool opens_lines = method.options().GetExtension(v1::access).opens_lines();
  return absl::StrCat("| `", ShortName(method), "` | ", absl::StrJoin(any, ", "),
                      opens_lines ? ", after a look" : "", " | ", absl::StrJoin(own, ", "), " |\n");
}

std::string TableOfOptions() {
  std::string table =
      "| method | roles that reach every object | roles that reach their own |\n"
      "|---|---|---|\n";
  for (const auto* method : AllMethods()) table += RowOf(*method);
  return table;
}

// What stands between the marks.
std::string TableOnPage() {
  const std::string page = ReadPage();
  const size_t begin = page.find(kBegin);
  const size_t end = page.find(kEnd);
  if (begin == std::string::npos || end == std::string::npos) return "";
  return page.substr(begin + sizeof(kBegin) - 1, end - begin - (sizeof(kBegin) - 1));
}

void RewritePage() {
  const std::string page = ReadPage();
  const size_t begin = page.find(kBegin) + sizeof(kBegin) - 1;
  std::ofstream(Page()) << page.substr(0, begin) << TableOfOptions()
                        << page.substr(page.find(kEnd));
}

// By method: every role that the page lets in, on whatever objects.
std::map<std::string, std::set<std::string>> RolesOnPage() {
  std::map<std::string, std::set<std::string>> roles;
  for (const absl::string_view line : absl::StrSplit(TableOnPage(), '\n')) {
    const std::vector<std::string> cells = absl::StrSplit(line, '|');
    if (cells.size() != 5 || !absl::StrContains(cells[1], '`')) continue;
    const std::vector<std::string> name = absl::StrSplit(cells[1], '`');
    std::set<std::string>& let_in = roles[name[1]];
    for (const std::string& role : AllRoles()) {
      for (const absl::string_view word :
           absl::StrSplit(absl::StrCat(cells[2], ",", cells[3]), absl::ByAnyChar(", ()"))) {
        if (word == role) let_in.insert(role);
      }
    }
  }
  return roles;
}

TEST(AccessTable, OnThePage_isThatOfTheMethods) {
  EXPECT_EQ(TableOnPage(), TableOfOptions()) << "run access_table_test --rewrite docs/SECURITY.md";
}

TEST(AccessTable, OnThePage_isWhatTheServerDoes) {
  ServedLedger ledger;
  const auto on_page = RolesOnPage();
  ASSERT_EQ(on_page.size(), AllMethods().size());
  for (const auto* method : AllMethods()) {
    for (const std::string& role : AllRoles()) {
      const Identity identity{"someone", role};
      const grpc::Status status = CallMethod(ledger.channel(), *method, "", &identity);
      const bool turned_away = ReasonOf(DetailsOf(status)) == "ROLE_NOT_ALLOWED";
      const bool let_in = on_page.at(ShortName(*method)).contains(role);
      EXPECT_EQ(turned_away, !let_in) << ShortName(*method) << " as " << role;
    }
  }
}

}  // namespace
}  // namespace cardledger::tests

// access_table_test [--rewrite] PAGE
int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  cardledger::tests::Page() = argv[argc - 1];
  if (argc == 3 && absl::string_view(argv[1]) == "--rewrite") {
    cardledger::tests::RewritePage();
    return 0;
  }
  return RUN_ALL_TESTS();
}
