$ entente new mine
entente check mine
entente claim mine
! wrote 3 files to mine

$ ls mine mine/data
mine:
README.md
data
model.ent

mine/data:
trade.csv

$ entente check mine
ok  blank: 2 actors, 2 stocks, 1 lever, 1 scenario, 2 claims
    units agree · 2020-01 to 2029-12 monthly · data to 2024-12 · 1 series
    4 of 4 graded inputs are of grade C or worse      see: entente data list mine

$ entente fmt --check mine/model.ent

$ entente claim mine P1_2 | head -2
P1_2  Trade was above 40 million dollars a month
  ● SUPPORTED

$ entente run mine -s closure -n 200 -o out
  output  at       scenario  median [90 % band]          difference from baseline                   unit
  trade   2030-01  baseline  2.02 [0.0597 to 19.1]                                                  MUSD/month
                   closure   1.65 [0.0486 to 16.2]       −0.794 ± 0.155 [−3.48 to −0.011]           MUSD/month
  trust   2030-01  baseline  0.015 [0.000335 to 0.171]
                   closure   0.0124 [0.000264 to 0.143]  −0.00662 ± 0.00136 [−0.0301 to −6.34e-05]
  difference: mean over the paired futures ± two standard errors of sampling [90 % of them]
!   blank · 2 scenarios · 200 futures each, paired · seed 1
!   wrote out

$ entente new mine
! error: `mine` is not empty. Choose another folder, or use --force
[2]

$ entente new tiny.ent
! error: `tiny.ent` exists and is not a folder
[2]

$ entente new tiny.ent/inside
! error: cannot make the folder `tiny.ent/inside`: Not a directory
[2]

$ entente new study --from kore
! error: --from is one of blank, korea, not `kore`. Did you mean `korea`?
[2]

$ entente new study --from korea 2> /dev/null
entente check study
entente claim study

$ ls -d study/claims_p1.ent study/conflict.ent study/data
study/claims_p1.ent
study/conflict.ent
study/data

$ entente check study > /dev/null && echo fine
fine
