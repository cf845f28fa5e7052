"""Writes qrels.txt, run.txt and expected.tsv: random data and what trec_eval's own code says of it.

pip install pytrec_eval-terrier==0.5.11; python make.py
"""
import random

import pytrec_eval

random.seed(20261122)
MEASURES = {
    "ndcg@1": "ndcg_cut_1", "ndcg@5": "ndcg_cut_5", "ndcg@10": "ndcg_cut_10", "mrr@1000": "recip_rank",
    "recall@5": "recall_5", "recall@10": "recall_10", "success@1": "success_1", "success@5": "success_5",
    "p@5": "P_5", "p@20": "P_20", "map": "map",
}
documents = [f"d{n}" for n in range(40)]
qrels = {f"q{t}": {d: random.choice([-1, 0, 0, 0, 1, 1, 2, 3]) for d in random.sample(documents, 12)} for t in range(12)}
qrels["q10"] = {d: 0 for d in documents[:5]}  # judged, and nothing relevant
# Few distinct scores: most places are decided by the rule for ties.
run = {t: {d: random.randrange(6) / 2 for d in random.sample(documents, random.choice([3, 12, 25]))} for t in qrels}
run["q11"] = {d: 1 + n * 1e-9 for n, d in enumerate(documents)}  # equal in the 32 bits that trec_eval keeps

names = {name.rsplit("_", 1)[0] + "." + name.rsplit("_", 1)[1] if name[-1].isdigit() else name for name in MEASURES.values()}
found = pytrec_eval.RelevanceEvaluator(qrels, names).evaluate(run)
with open("qrels.txt", "w") as f:
    f.writelines(f"{t} 0 {d} {g}\n" for t in qrels for d, g in qrels[t].items())
with open("run.txt", "w") as f:
    f.writelines(f"{t} Q0 {d} 0 {s!r} random\n" for t in run for d, s in run[t].items())
with open("expected.tsv", "w") as f:
    f.writelines(f"{t}\t{m}\t{found[t][name]:.12f}\n" for t in qrels for m, name in MEASURES.items())
