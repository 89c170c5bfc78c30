$ entente
entente: ask what-if questions of a model of states and their relations

  entente claim models/korea                 test the claims in a model
  entente run models/korea -s crude_cut      simulate a scenario

Verbs: new check fmt show run compare claim fit score report serve bargain
       influence sense graph data explain config completions
Help on one: entente run --help        Guide: docs/tutorial.md

$ entente --help | head -1
entente: ask what-if questions of a model of states and their relations

$ entente --version | sed 's/ .*//'
entente
commit
built
instruction

$ entente run --help
entente run: simulate scenarios, paired with the baseline

  entente run models/korea -s crude_cut                      one scenario and the baseline
  entente run --from-manifest runs/a/manifest.json -o again  reproduce a run

Usage: entente run MODEL [flags]

Runs the baseline and each scenario asked for with the same draws, writes the
results to a folder and prints the headline outputs. Without -o the folder is
runs/<date>-<scenario>.

Flags:
  -s, --scenario NAME       a scenario to run beside the baseline; may be
                            repeated
  -n, --members N           futures in each ensemble
      --seed N              seed of all draws
  -o, --output DIR          write the results into DIR
      --force               write into a folder that is not empty, replacing the
                            files of an earlier run
      --keep WHAT           `outputs`, or `all` for every quantity's paths
                            (outputs|all)
      --quantiles WHAT      `all` also writes quantiles_all.csv: every quantity,
                            within 0.4 % (outputs|all)
      --prior-set NAME      prior set of contested parameters; the model's first
                            where not given, `fit` takes all
      --posterior FILE      what a fit taught: `auto` for posterior.nc beside
                            the model, `none` for the priors, or a file of `fit`
      --history MODE        let the record win while it covers a month, or run
                            free from the start (recorded|free)
      --draws MODE          draw chance events, or use their means
                            (sampled|mean)
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
      --member N            replay this member alone
      --block B             members a block; the same bytes for any
                            (0|16|32|64|128)
      --isa SET             instruction set; the same bytes for any
                            (auto|scalar|v3|v4)
      --from-manifest FILE  reproduce the run that FILE describes
      --wide                also write quantiles_wide.csv for spreadsheets
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

$ entente check --help | tail -12

Flags:
      --json                print JSON

Flags of every verb:
  -C, --directory DIR       work in DIR
      --config FILE         read this configuration file instead
      --color WHEN          colour the text (auto|always|never)
  -q, --quiet               no progress, no advice
  -v, --verbose             say more
  -h, --help                print help
      --version             print the version

$ entente chekc tiny.ent
! error: there is no verb `chekc`. Did you mean `check`?
[2]

$ entente xyzzy
! error: there is no verb `xyzzy`. Verbs: new, check, fmt, show, run, compare, claim, fit, score, report, serve, bargain, influence, sense, graph, data, explain, config, completions
[2]

$ entente ru tiny.ent
! error: there is no verb `ru`. Did you mean `run`?
[2]

$ entente run tiny.ent --sed 3
! error: `--sed` is not a flag of `entente run`. Did you mean `--seed`? See: entente run --help
[2]

$ entente run tiny.ent --abbrev
! error: `--abbrev` is not a flag of `entente run`. See: entente run --help
[2]

$ entente run tiny.ent -x
! error: `-x` is not a flag of `entente run`. See: entente run --help
[2]

$ entente run tiny.ent -n 0
! error: --members needs a whole number from 1 to 10000000, not `0`
[2]

$ entente run tiny.ent -n 99999999999999999999999
! error: --members needs a whole number from 1 to 10000000, not `99999999999999999999999`
[2]

$ entente run tiny.ent -n -5
! error: --members needs a whole number from 1 to 10000000, not `-5`
[2]

$ entente run tiny.ent --seed ten
! error: --seed needs a whole number of at least 0, not `ten`
[2]

$ entente run tiny.ent --seed
! error: --seed needs a value: --seed N
[2]

$ entente run tiny.ent --seed 1.5
! error: --seed needs a whole number of at least 0, not `1.5`
[2]

$ entente run tiny.ent --seed ''
! error: --seed needs a whole number of at least 0, not ``
[2]

$ entente run tiny.ent --draws mena
! error: --draws is one of sampled, mean, not `mena`. Did you mean `mean`?
[2]

$ entente run tiny.ent --quiet=3
! error: --quiet takes no value
[2]

$ entente run tiny.ent extra
! error: `run` does not take `extra`. Usage: entente run MODEL
[2]

$ entente check
! error: `check` needs more arguments. Usage: entente check MODEL
[2]

$ entente check --scenario x tiny.ent
! error: `--scenario` is not a flag of `entente check`. See: entente check --help
[2]

$ entente completions tcsh
! error: `completions` takes bash, zsh, fish, not `tcsh`
[2]

$ entente -C nowhere check tiny.ent
! error: cannot work in `nowhere` (No such file or directory)
[2]

$ entente -C data check ../tiny.ent
ok  tiny: 1 stock, 2 scenarios, 5 claims
    units agree · 2020-01 to 2024-12 monthly · data to 2021-11 · 1 series and 1 missing, 4 events
    2 of 2 graded inputs are of grade C or worse      see: entente data list ../tiny.ent

$ entente --color sometimes check tiny.ent
! error: --color is one of auto, always, never, not `sometimes`
[2]

$ entente check --color=never tiny.ent | head -1
ok  tiny: 1 stock, 2 scenarios, 5 claims

$ entente check -- -odd.ent
! error: cannot open `-odd.ent` (model): there is no such file
[2]
