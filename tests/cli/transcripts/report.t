# One file for readers; the page itself is tested in a browser (tests/web).

$ entente report tiny.ent -n 200 2>&1 | sed 's/([0-9.]* MB/(N MB/'
wrote report.html (N MB, no network needed)

$ head -c 15 report.html
<!doctype html>

$ entente report tiny.ent P1_1 -s no_visits -n 200 --json | head -c 60
{"schema_version":1,"model":{"name":"tiny","label":"Trust be

$ entente report tiny.ent -s many_visit
! error: `tiny` has no scenario `many_visit`. Did you mean `many_visits`?
[2]

$ entente report tiny.ent P1_1 P1_2 P1_3 P2_1 P2_2 --card P1_4 -n 20
! error: no claim `P1_4` is judged here (--card). Did you mean `P1_1`, `P1_2` or `P1_3`?
[2]

$ entente report --help
entente report: write claims, charts, events and sources into one file for readers

  entente report models/korea                                report.html, all claims
  entente report models/korea P4_1 -s crude_cut -o oil.html  one claim, one scenario

Usage: entente report MODEL [NAME...] [flags]

Judges the claims as `claim` does, runs the baseline and up to three scenarios,
and writes one HTML file that opens anywhere and asks nothing of the network.
Without --scenario it takes the two that most claims compare with the baseline.
A file score.json beside the model, printed by `score --json`, becomes its track
record.

Flags:
  -s, --scenario NAME       a scenario to run beside the baseline; may be
                            repeated
  -n, --members N           futures in each ensemble
      --seed N              seed of all draws
  -o, --output FILE         write the report to FILE, `-` for standard output;
                            report.html where not given
      --posterior FILE      what a fit taught: `auto` for posterior.nc beside
                            the model, `none` for the priors, or a file of `fit`
      --policy NAME         how players choose: by their leanings, only as
                            scripted, or by what they want, until they choose
                            again (`myopic`), over their horizon (`rollout`), or
                            the same where each expects what the others then do
                            (`equilibrium`)
                            (rule|scripted|myopic|rollout|equilibrium)
      --replicates N        futures that a player who looks ahead tries each
                            option in
      --levels K            with `rollout`: 1 expects others to follow their
                            leanings, 2 to reply to that, and so on
      --step-ahead STEP     the step in which players look ahead: a month, or
                            that of the model (month|model)
      --decide-every MONTHS all players choose this often and after no event; 0
                            is as they say
      --block B             members a block; the same bytes for any
                            (0|16|32|64|128)
      --isa SET             instruction set; the same bytes for any
                            (auto|scalar|v3|v4)
      --row ROW             only claims of this row, such as P4
      --card NAME           open the card of this claim, and print it whole; may
                            be repeated
      --all-cards           open all cards, and print them whole
      --argue               argue the other side: also run what the answer
                            depends on at the ends that speak against the claim
      --fresh               run everything again, whatever runs/cache holds
      --json                print JSON
  -j, --threads N           threads; 0 for all
      --progress WHEN       show progress on standard error
                            (auto|always|never|json)

Flags of every verb:
  -C, --directory DIR       work in DIR
      --config FILE         read this configuration file instead
      --color WHEN          colour the text (auto|always|never)
  -q, --quiet               no progress, no advice
  -v, --verbose             say more
  -h, --help                print help
      --version             print the version
