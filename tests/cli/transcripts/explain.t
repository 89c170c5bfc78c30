$ entente explain E2001 | head -3 | sed 's/^#/ #/'
 # E2001: a name that is not declared

 ## Why

$ entente explain e2001 | head -1 | sed 's/^#/ #/'
 # E2001: a name that is not declared

$ entente explain E2099
! error: there is no code `E2099`. Did you mean `E2009`, `E2019` or `E2029`?
[2]

$ entente explain E9999
! error: there is no code `E9999`
[2]

$ entente explain trust tiny.ent
trust  Trust
  kind      stock
  unit      1
  equation  0.4; inflow warmed = max(0, warmth) * visits as warming else 0; outflow cooled = trust / cooling
  reads     cooling, visits, warmth
  declared  tiny.ent:26

$ entente explain truts tiny.ent
! error: `tiny` has no variable `truts`. Did you mean `trust`?
[2]

$ entente explain trust
! error: `trust` is not a code such as E3004. For a variable, name its model too: entente explain trust MODEL
[2]

$ entente explain trust absent.ent
! error: cannot open `absent.ent` (model): there is no such file
[2]

$ entente explain --json warmth tiny.ent
{
  "schema_version": 1,
  "variable": "warmth",
  "label": "Trust that a visit adds",
  "kind": "parameter",
  "placeholder": false,
  "unit": "1",
  "doc": "",
  "equation": "prior plain normal(0.2, 0.1); prior doubtful normal(0, 0.1)",
  "held_by": "",
  "grade": "D",
  "source": "made up for this test",
  "caveat": "",
  "reads": [],
  "read_by": [
    "trust"
  ],
  "file": "tiny.ent",
  "line": 14
}
