# Channels, loops, a tornado and a picture.

$ entente influence channels.ent -n 200
outside  What comes from outside
  means over 2023-01 to 2024-12, 200 paired futures; medians with 90 % bands; the channels' shares of a movement add up (Shapley)

  outcome  channel  moves it by                    ±         share  unit
  trust    all      +0.242 [+0.236 to +0.256]                       1
           money    +0.0119 [+0.00757 to +0.0216]  0.000693  5 %
           people   +0.23 [+0.228 to +0.235]       0.000331  95 %
  trade    all      +7.62 [+6.78 to +9.14]                          MUSD/month
           money    +5.7 [+5.66 to +5.82]          0.00736   74 %
           people   +1.92 [+1.1 to +3.42]          0.103     26 %

Feedback loops as the forecast opens, all inputs at their middle; gain: what comes back in the long run of a lasting push

  loop                   polarity     gain
  trust → trade → trust  reinforcing  +0.06
seed 1, from priors
This is a model, not a forecast; it is not for targeting or warning.

$ entente influence channels.ent money
! error: `channels` has no influence `money`. Influences: outside
[2]

$ entente sense channels.ent trade -n 200
  trade over 2024-01 to 2024-12: mean 63 MUSD/month
  with one input at the 5 % and at the 95 % of its draws in every future, all else as drawn

  input           grade  from     to       mean at low  mean at high  difference  ±
  open_by_trust   D      0.488    1.51     56.9         72.2          +15.3       0.319  ████████████████████████
  trust_by_trade  E      0.00202  0.00568  61.2         66            +4.87       0.318         ███████
200 paired futures, seed 1, from priors. One at a time: what inputs do together is not told.
This is a model, not a forecast; it is not for targeting or warning.

$ entente sense channels.ent trade --scenario no_aid -n 200 | head -2
  trade of no_aid less baseline over 2024-01 to 2024-12: mean −9.58 MUSD/month
  with one input at the 5 % and at the 95 % of its draws in every future, all else as drawn

$ entente sense channels.ent trad
! error: `channels` has no variable `trad`. Did you mean `trade` or `trade.toward`?
[2]

$ entente graph channels.ent
digraph "channels" {
  rankdir=LR;
  newrank=true;
  node [fontname="sans-serif", fontsize=10];
  edge [fontname="sans-serif", fontsize=8];
  subgraph cluster_0 {
    label="ties";
    "aid" [shape=house, tooltip="Aid"];
    "visits" [shape=house, tooltip="Visits"];
    "trust" [shape=box, tooltip="Trust"];
    "trade" [shape=box, tooltip="Trade"];
  }
  "aid" -> "trade" [label="aid_pays, trade.toward"];
  "trade" -> "trust" [label="trade_warms, trust.toward"];
  "trust" -> "trade" [label="trade.toward, trust_opens"];
  "visits" -> "trust" [label="trust.toward, visits_warm"];
}

$ entente graph channels.ent --var aid -o aid.dot
!   aid.dot with 2 variables and 1 arrow

$ entente graph channels.ent --var aidd
! error: `channels` has no variable `aidd` (--var). Did you mean `aid`?
[2]
