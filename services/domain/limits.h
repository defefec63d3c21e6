#pragma once

// Every bound of the service, each with its reason. Reaching one gives a clear error. Units last.

#include <cstddef>
#include <cstdint>

namespace cardledger::domain {

// £10,000,000,000, of one movement and of a fund's whole budget: far above any council's, and a
// million such amounts still fit an int64. May be raised and never lowered: the fold refuses
// entries beyond it.
inline constexpr int64_t kBudgetPenceMax = 1'000'000'000'000;
// £1,000,000: a thousand times the scheme's limit, so that only slips of the keyboard meet it.
inline constexpr int64_t kAwardPenceMax = 100'000'000;
// A phase of twelve weeks touches at most two financial years; four leaves room for longer schemes.
inline constexpr int kFundPartsMax = 4;
// Phases of twelve weeks without a break for fifty years. A person's awards are walked at each
// load.
inline constexpr int kAwardsPerPersonMax = 256;
// A death ends them all in one command, which makes at most 64 entries. Nobody has so many at once.
inline constexpr int kLiveAwardsPerPersonMax = 32;
// Supporters and representatives, those that have ended included: one new a year for a lifetime.
inline constexpr int kPartiesPerPersonMax = 64;
// Members of staff who keep away from one person: a large family that all works for the council.
inline constexpr int kRelatedPerPersonMax = 32;
// Who signs in for one provider: its office and its systems, not its carers.
inline constexpr int kSubjectsPerProviderMax = 32;
// People and providers that one subject has to do with, supporters' and representatives' parts that
// have ended included: a deputy's office acts for some hundreds. Each call under a subject reads
// its row.
inline constexpr int kLinksPerSubjectMax = 1'000;
// Replaced ones included: a lost card every third week of a year.
inline constexpr int kCardsPerAwardMax = 32;
// One approves each emergency load by the next working day: more that wait are a way around the
// amount that one officer may make.
inline constexpr int kEmergencyLoadsWaitingMax = 8;
// Everything that an award or a person keeps stands in one row: of what is done by hand as much as
// nobody does.
inline constexpr int kReversalsPerAwardMax = 1'000;
inline constexpr int kWeeklyContributionsMax = 128;
inline constexpr int kLimitExceptionsPerPersonMax = 128;
// A list of categories is a few lines of a form; ISO 18245 has about 400 in use.
inline constexpr int kCategoriesMax = 100;
inline constexpr int kEarmarksMax = 20;
inline constexpr int kSharesMax = 3;  // one a source
inline constexpr int32_t kBasisPointsWhole = 10'000;
// Far above any card's use, so that only slips of the keyboard meet it.
inline constexpr int32_t kDailyCountMax = 1'000;
// A statement of one award: most live some months.
inline constexpr int32_t kStatementDaysMax = 1'000;
// Whoever opens a person's lines reads them for a working day, and then says again why. No law
// names a figure.
inline constexpr int64_t kLookHoursMax = 8;
// A person is kept from knowing of a look no longer than a quarter of a year without somebody
// looking at it again. No law names a figure.
inline constexpr int32_t kLookReviewDaysMax = 90;
// Dates before the Care Act's charging rules or after the century are slips of the keyboard.
inline constexpr int32_t kYearMin = 2015;
inline constexpr int32_t kYearMax = 2099;

// An issuer's tokens take one or two KiB; gRPC ends a call with more than eight of metadata.
inline constexpr size_t kTokenBytesMax = size_t{6} * 1'024;
// Issuers publish a handful of keys, some with their certificates.
inline constexpr size_t kKeySetBytesMax = size_t{256} * 1'024;
// Nobody waits for it but tokens under a new key, and the start of a server.
inline constexpr int64_t kKeySetFetchMs = 10'000;
// Systems that call are a handful; each renews its certificate now and then.
inline constexpr size_t kCertificatesKnownMax = 1'000;
// By how much an operator may let clocks differ; five minutes is Kerberos's and most issuers'
// bound.
inline constexpr int32_t kClockSkewSecondsMax = 300;

// Notes are a paragraph; documents belong in the case system.
inline constexpr size_t kNoteBytesMax = 2'000;
// Of a person or an organisation, and of a payment reference.
inline constexpr size_t kNameBytesMax = 200;
inline constexpr size_t kAgreementVersionBytesMax = 64;
inline constexpr size_t kCardTokenBytesMin = 8;
inline constexpr size_t kCardTokenBytesMax = 64;
inline constexpr size_t kCaseReferenceBytesMax = 64;
inline constexpr size_t kFundCodeBytesMin = 2;
inline constexpr size_t kFundCodeBytesMax = 24;
inline constexpr size_t kSubjectBytesMax = 64;
inline constexpr size_t kPolicyVersionBytesMax = 64;
inline constexpr size_t kPolicySourceBytesMax = 400;
// Below the largest entry, so that a policy's text could be carried by one.
inline constexpr size_t kPolicyTextBytesMax = 60'000;

// Funds are read as of any position from the checkpoint before it on: so many entries at most. A
// checkpoint row holds a few KiB for each fund that changed: at a quarter of this they took a
// twentieth of the engine's time in a stream of loads over a hundred funds.
inline constexpr uint64_t kCheckpointInterval = 16'384;

// A tree whose entry bundles use 16-bit lengths holds entries below 64 KiB.
inline constexpr size_t kEntryBytesMax = 65'535;
inline constexpr size_t kEntriesPerCommandMax = 64;

// One message of a bulk stream: small enough that an acknowledgement comes soon.
inline constexpr int kBulkRowsPerChunkMax = 1'000;
// A file of a bulk run; beyond it the file should be split.
inline constexpr uint64_t kBulkRowsPerRunMax = 10'000'000;

inline constexpr int kPageSizeDefault = 50;
inline constexpr int kPageSizeMax = 1'000;
// A token holds a hash, two numbers and a key.
inline constexpr size_t kPageTokenBytesMax = 512;

// Calls that wait for the engine; at its rate they are a fifth of a second's work. Further ones are
// told to come back.
inline constexpr size_t kInteractiveQueueMax = 4'096;
inline constexpr size_t kBulkQueueMax = 64;  // chunks
// More than can be in flight from one machine; bounds how long the first of a batch waits for the
// last.
inline constexpr size_t kInteractivePerBatchMax = 1'024;
// An interactive call waits at most one batch: so many rows, or so long a time of deciding them.
// Without this its median behind a bulk stream was 50 ms.
inline constexpr size_t kBulkRowsPerBatchMax = 512;
inline constexpr int64_t kBulkDecidingUsMax = 2'000;
// Beside interactive commands fewer: they wait for the batch they are in as well. A batch costs as
// much as a dozen rows before its first, so this takes a tenth of the bulk rate at most.
inline constexpr size_t kBulkRowsBesideInteractiveMax = 128;

// The clock is in doubt so far behind the last entry, ...
inline constexpr int64_t kClockBehindUsMax = 5LL * 1'000'000;
// ... so far from where the monotonic clock says it should be, ...
inline constexpr int64_t kClockStepUsMax = 60LL * 1'000'000;
// ... or so far ahead of the last entry when the ledger is opened.
inline constexpr int64_t kClockGapAtStartUsMax = 30LL * 86'400 * 1'000'000;

// A chunk of 1,000 bulk rows takes 150 KB; the largest other request, a policy, 60 KB.
inline constexpr int kRequestBytesMax = 4 * 1024 * 1024;
// Buffers of all connections together; the ledger's own memory is not in it.
inline constexpr size_t kBufferBytesMax = size_t{512} * 1024 * 1024;
// One connection is usually one program. A program with more calls in flight waits in its client.
inline constexpr int kCallsPerConnectionMax = 1'024;
// gRPC clients take 8 KiB of trailing metadata by default. In it are the message, in which a byte
// that is not ASCII becomes three, and in base64 the message again and the violations.
inline constexpr size_t kViolationBytesMax = 3'500;
// Of one violation, which may quote what the caller sent.
inline constexpr size_t kViolationTextBytesMax = 500;
inline constexpr size_t kMessageBytesMax = 600;

// Enough that the engine always has a chunk to decide while one is synced and one is on its way.
inline constexpr size_t kBulkChunksInFlight = 4;  // of a stream
// With all their chunks in flight so many streams just fill the engine's bulk queue.
inline constexpr size_t kBulkStreamsMax = kBulkQueueMax / kBulkChunksInFlight;
// Each open stream may hold a page of entries and a place in the reader pool's queue.
inline constexpr size_t kWatchersMax = 256;
// Callers whose entries a stream shows alone: a team. Those of more are told apart by who reads.
inline constexpr int kSubjectsWatchedMax = 20;
// A list takes some milliseconds, so that the last one taken in waits about a second.
inline constexpr size_t kReaderQueueMax = 256;
// Of a page whose rows mostly do not fit the filter: about 10 ms of reading.
inline constexpr size_t kRowsWalkedMax = 10'000;

// Of a page of transactions whose filters fit few: each is read by itself, so about as long.
inline constexpr size_t kAwardEntriesWalkedMax = 2'500;

// Briefs of awards' entries that are held in memory because they were lately read: 60 MB of them,
// the whole past of some thousand awards.
inline constexpr size_t kBriefsHeldMax = 400'000;
// Of one award: three a day for a year. What is older is read when it is asked for.
inline constexpr size_t kAwardBriefsHeldMax = 1'000;

// What one caller may do, so that one program gone wrong, or one token stolen, leaves room for all
// others. A person clicks; a page of a portal makes a dozen calls at once.
inline constexpr int32_t kPersonCallsPerSecond = 50;
inline constexpr int32_t kPersonCallsBurst = 200;
inline constexpr int32_t kPersonCallsInFlight = 64;
inline constexpr int32_t kPersonStreams = 8;
// A system calls for many people, and card issuers reconcile at night.
inline constexpr int32_t kSystemCallsPerSecond = 5'000;
inline constexpr int32_t kSystemCallsBurst = 20'000;
inline constexpr int32_t kSystemCallsInFlight = 1'024;
inline constexpr int32_t kSystemStreams = 64;
// That an operator may give a system: more than the ledger does.
inline constexpr int32_t kCallsPerSecondMax = 1'000'000;
// A burst is so many seconds' worth.
inline constexpr int32_t kBurstSeconds = 4;
// Callers that the limits remember; one that has been idle for seconds is forgotten without loss.
inline constexpr size_t kCallersRememberedMax = 65'536;
// Wrong tokens of one system or address: a person whose sign-in has lapsed tries two or three
// times.
inline constexpr int32_t kTokensRefusedMax = 20;
inline constexpr int64_t kTokensRefusedWithinUs = 60LL * 1'000'000;
// Addresses whose refused tokens are remembered.
inline constexpr size_t kRefusedSourcesMax = 10'000;
// A stream whose client takes nothing of what was written is ended: a network's worst pause is far
// below a minute.
inline constexpr int64_t kSlowReaderUsMax = 60LL * 1'000'000;
// Of each event in a log, a second: enough to see what happens, too little to fill a disk.
inline constexpr int32_t kLogLinesPerSecond = 20;

static_assert(kPolicyTextBytesMax < kEntryBytesMax);
static_assert(kBudgetPenceMax <= INT64_MAX / 1'000'000);

}  // namespace cardledger::domain
