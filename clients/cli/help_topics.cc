#include "clients/cli/help_topics.h"

#include <array>

namespace cardledger::cli {
namespace {

constexpr absl::string_view kExitCodes = R"(Exit codes, which never change:

  0  Done. A --validate-only call that would be accepted, too.
  1  Failed for a reason that should not happen: a fault of the server or of this program. Also where
     the answer could not be written, to a full disk for example.
  2  Bad input: words of the command line, a file, or a field. Nothing was done. Everything wrong is
     named, with what would be accepted. A request id used before for something else, too, and a
     call too large for the ledger: sending either again does not help.
  3  Refused by a rule, such as the annual limit. The refusal is recorded; repeating the same request
     id gives the same answer for ever. Of a bulk load: the run as a whole was refused, such as for
     its totals; it is said how many of its rows are loaded.
  4  Not found: no such fund, person, award, card, transaction, ... Where the answer names an entry, the
     refusal is recorded, as with 3: the same request id gives the same answer for ever, also when
     the thing is there later.
  5  No answer, or it cannot be known whether the call was carried out. Repeat it with the request id
     that is printed: it is never done twice. Also where it was more at once than the ledger takes of
     one caller: wait, then repeat it.
  6  Not permitted: the roles you act in may not make this call, or no identity was given.
  7  A bulk load came to its end, but some rows were not loaded as they stand in the file: bad,
     refused, or sent before with other content. They are named with their reasons.

A command ended by a signal has the shell's code for it, such as 130 for Ctrl-C.
)";

constexpr absl::string_view kMoney = R"(Money is pounds, on the command line and in files:

  accepted   1000   1000.00   1,000.00   £1,000.00   0.50   -£500.00 (only where lowering is meant)
  refused    1000.5   1000.   .50   1e3   £ 1000   10,00   1000p

Nothing is rounded: no decimals, or exactly two. In JSON every amount is whole pence, in a field whose
name ends in Pence.
)";

constexpr absl::string_view kDates =
    R"(Days are civil days in Europe/London, written YYYY-MM-DD; a day that does not exist is refused.
A financial year is written 2026 or 2026-27 and runs from 1 April 2026 to 31 March 2027; a month is written
2026-07. A period is --from its first day --to the day after its last.

Past states: --on 2026-07-01 counts what is effective on that day or before; --at 120 counts what was known
after entry 120 of the journal. Both together: what was known then about that day.

Instants (journal position --at) are written
  with an offset          2026-10-25T01:30:00+01:00   2026-10-25T00:30:00Z
  or in London time       2026-07-01T09:30   2026-07-01 09:30:15

Without an offset, the hour that does not exist in March and the one that happens twice in October are
refused, with the spellings that would be accepted.
)";

constexpr absl::string_view kIdentities =
    R"(A ledger wants proof of who calls, over a protected connection (TLS):

  --token-file FILE                    a person's JSON Web Token, of the council's sign-in
  --tls-certificate FILE --tls-key FILE   a system's certificate, and its private key
  --tls-ca FILE                        who vouches for the ledger's own certificate

In a sandbox with a folder of identities (cardledger admin make-identities), whoever can read the
folder says who they are, and a token is signed for each:

  cardledger --identities var/identities --as anna.finance --roles finance_officer fund list
  export CARDLEDGER_IDENTITIES=var/identities
  export CARDLEDGER_SUBJECT=anna.finance CARDLEDGER_ROLES=finance_officer

Without any of these, --as and --roles are sent as they stand, over a connection without protection; only
a sandbox that was started with --development-identities, on the same machine, believes them.

Roles: person, supporter, representative, provider, social_worker, brokerage, financial_assessor,
income_officer, approver, senior_approver, finance_officer, finance_approver, safeguarding_lead,
issuer_system, partner_system, auditor, administrator. Several are written with commas between. Each
command's help names the roles that may call it.

Some roles reach what is theirs alone, by the subject that the ledger has recorded for them:

  person            what is theirs: cardledger person sign-in
  supporter         what the person named them for, while that lasts: cardledger person supporter add
  representative    what their authority is for, while it lasts: cardledger person representative add
  provider          what is the provider's: cardledger provider sign-in add

What is not theirs stays closed to them. Nor does anybody who works for the council see or change, in their
work, what is their own or belongs to somebody they are related to: cardledger person relation declare.

Nobody approves what they prepared: an award, an extension, an emergency load and a referral need two
subjects. The policy may say up to how much an approver approves, and up to how much a senior_approver:
cardledger policy show.
)";

constexpr absl::string_view kBulk =
    R"(load bulk FILE reads comma-separated text in UTF-8 (a byte order mark and CRLF line ends are fine):

  row_key,award,amount,due_date
  0001,awards/3b1f8a52-6d0e-4f0b-8f43-1f2e3d4c5b6a,£250.00,2026-07-01
  0002,9d2f0c11-2b57-4a3c-8a0e-6f5e4d3c2b1a,"1,000.00",2026-07-01

  row_key    any text of 1 to 200 bytes that names the row within its batch; each once
  award      awards/{id} or the id alone
  amount     pounds from 0.01 to 1,000,000.00 (cardledger help money); with a comma, in quotes
  due_date   the day the load counts for, YYYY-MM-DD, not after today

The whole file is checked before anything is sent. Bad rows are named by line on standard error; then
nothing is sent, unless --keep-good. At most 10,000,000 rows; about 50 bytes of memory each.

Sending again: the request ids of the run and of every row follow from the batch and the row keys. The
batch is --batch-reference where given, else the file's SHA-256. So
  - the same file may be sent again at any time, after a crash or by mistake: nothing is loaded twice;
    by the same subject, since a run goes on only as the one who began it;
  - under one batch reference a file with another number or another sum of rows is refused, and nothing
    of it is loaded. Other rows of the same number and sum are not noticed as a whole: rows whose keys
    were sent before with other content are named, and stand as they were sent first;
  - without a batch reference a changed file is another batch, whose rows are all new. To load rows that
    were bad or refused, put them alone into a new file.

Where the ledger cannot read a row that passed the check here, the run cannot be finished: the other rows
ARE loaded, and it is said which is not. Put that row alone into a new file, with a batch reference of its
own; or, under the same batch reference, mend what is wrong with it other than its amount and send the
whole file again, which finishes the run.

A lost connection is opened again, and everything is sent again with the same ids.
)";

constexpr absl::string_view kStatements =
    R"(cardledger statement AWARD shows what was on an award at the beginning of a period, every movement in it,
and what was there at its end. The period is one of

  --from 2026-07-01 --to 2026-08-01     from the first day to the day before the second
  --year 2026-27                        a financial year
  --month 2026-07                       a month

and the form one of

  --format text    for a terminal or a letter
  --format csv     for a spreadsheet: a line of titles, an opening line, the movements, a closing line; the
                   money columns are plain pounds, and opening and movements add up to closing
  --format html    one page for a browser or a printer, with nothing to fetch
  --format json    the ledger's answer, as with --json

--output FILE writes it to a file. Statements of adjoining periods join exactly. What is recorded later may
change a statement; with --at ENTRY, an entry of the journal, it is the same for ever.

Staff open the person's lines first, and say why: give --reason payment-query, or any other that
--help lists. The person sees when, in which role and why.
)";

constexpr absl::string_view kJson =
    R"(With --json every answer is one JSON object on one line of standard output, in protobuf's mapping: names in
lowerCamelCase, 64-bit numbers (such as pence) as strings, times in RFC 3339, bytes in base64, zeros and
empty lists written. journal watch and audit list write one object for each entry, load bulk one
{"refusedRow": ...} for each row that is not loaded, as it is answered, then the totals. Bad rows of its
file are {"badRow": ...} on standard error, the first 1,000; an error that counts them all follows.

An error is one object on one line of standard error:
  {"error":{"code":"FAILED_PRECONDITION","reason":"ANNUAL_LIMIT_EXCEEDED","message":"...",
            "facts":{"remaining_pence":"10000"},"requestId":"...","exitCode":3}}
with violations for bad input, and retryAfterSeconds where the server asks for patience. What there is
nothing to say about is left out. After a bulk load the facts count rows_loaded and rows_not_loaded.
)";

constexpr absl::string_view kRequestIds =
    R"(Every call that changes something carries a request id, a UUID made before the first send. The ledger
answers one id with one answer for ever: a call repeated under its id is never done twice.

This program tries again by itself, with the same id, while the ledger cannot be reached and --timeout
allows. When it gives up (exit code 5) it prints the id; the same command with --request-id ID goes on.
The same id with another content is refused.
)";

constexpr auto kTopics = std::to_array<HelpTopic>({
    {"exit-codes", "What the exit code of a command says", kExitCodes},
    {"money", "How amounts are written", kMoney},
    {"dates", "How days, years and instants are written", kDates},
    {"identities", "Who you are, and roles", kIdentities},
    {"bulk", "Files of loads, and sending them again", kBulk},
    {"statements", "What was on an award, and what happened", kStatements},
    {"json", "What --json writes", kJson},
    {"request-ids", "Repeating a call safely", kRequestIds},
});

}  // namespace

std::span<const HelpTopic> HelpTopics() { return kTopics; }

}  // namespace cardledger::cli
