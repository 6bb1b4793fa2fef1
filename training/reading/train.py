"""Teach the second reading: who speaks, to whom, who hears, who is there, who feels what, where scenes open.

    python training/reading/start.py people WORK/start.npz
    python training/reading/train.py WORK RUN [--hours 20] [--device cuda] [--cool STEPS]

Resumes from RUN/last.pt where that is, with the same batches in the same order. Writes RUN/log.txt: a line of losses
every 50 steps, and the figures of the held quarter every half hour. The rate stays the same after a short rise, so that
a training may be as long as there is time; ``--cool`` lets it fall to nothing over the given steps and ends.
"""

import argparse
import json
import sys
import time
from pathlib import Path
from typing import Any

import torch

sys.path.insert(0, str(Path(__file__).parent))
from encoder import from_arrays
from losses import losses, total
from measure import measure
from network import Reader
from start import load as load_start
from stream import Plan, stream
from texts import Rates, load

SEED = 11
ENCODER_RATE = 1.5e-4  # as the people model's
HEAD_RATE = 1e-3
WARM = 300  # steps
SIZE = 2  # stretches of four windows in a batch
AVERAGE = 0.998  # decay of the running mean of the weights, which is what is measured and kept
CLIP = 1.0
SHOW = 50  # steps between lines of the log
SETS = (
    ("pdnc-read", 1),
    ("litbank", 1),
    ("stories", 1),
    ("stories-read", 3),
    ("written", 1),
    ("written-read", 2),
    ("passages", 1),
)  # mostly what we read for, as we read it


def load_rates() -> Rates:
    held = json.loads((Path(__file__).parent / "damage.json").read_text(encoding="utf-8"))
    return Rates(**{k: tuple(v) if isinstance(v, list) else v for k, v in held["rates"].items()})


def make(start: Path) -> Reader:
    """A reader with the encoder that training starts from."""
    held = load_start(start)
    net = Reader(from_arrays({k: v for k, v in held.items() if not k.startswith("extra.")}))
    for k, e in enumerate(net.extra):
        if f"extra.{k}.weight" in held:
            e.load_state_dict({"weight": torch.from_numpy(held[f"extra.{k}.weight"])})
    return net


def restore(start: Path, run: Path) -> Reader:
    """The reader of a run: the mean of its weights."""
    net = make(start)
    state = torch.load(run / "last.pt", map_location="cpu", weights_only=False)
    net.load_state_dict(state["mean"], strict=False)  # without the words, which never change
    return net.eval()


def trained(net: Reader) -> dict[str, torch.Tensor]:
    """What of a network's state is trained, and so kept."""
    frozen = {n for n, p in net.named_parameters() if not p.requires_grad}
    return {k: v for k, v in net.state_dict().items() if k not in frozen}


def processor() -> tuple[str, bool]:
    """What this machine's processor is called, and whether it multiplies in bf16 (AMX or AVX-512)."""
    try:
        about = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return "unknown", False
    name = next((line.split(":", 1)[1].strip() for line in about.splitlines() if line.startswith("model name")), "")
    found = [f for f in ("amx_bf16", "avx512_bf16") if f in about]
    return f"{name or 'unknown'} with {' and '.join(found) or 'neither AMX nor AVX-512 for bf16'}", bool(found)


def save(path: Path, state: dict[str, Any]) -> None:
    torch.save(state, path.with_suffix(".part"))
    path.with_suffix(".part").replace(path)


def main() -> None:
    args = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    args.add_argument("work", type=Path)
    args.add_argument("run", type=Path)
    args.add_argument("--hours", type=float, default=20.0)
    args.add_argument("--steps", type=int, default=10**9, help="end at this step")
    args.add_argument("--device", default="cpu")
    args.add_argument("--workers", type=int, default=1)
    args.add_argument("--threads", type=int, default=0, help="processors; two wait for each other on a busy machine")
    args.add_argument("--size", type=int, default=SIZE)
    args.add_argument("--every", type=float, default=30.0, help="minutes from measuring to measuring")
    args.add_argument("--cool", type=int, default=0, help="let the rate fall to nothing over this many steps, and end")
    given = args.parse_args()
    given.run.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(SEED)
    if given.threads:
        torch.set_num_threads(given.threads)
    rates = load_rates()
    net = make(given.work / "start.npz").to(given.device)
    body = [p for n, p in net.named_parameters() if n.startswith("encoder.") and p.requires_grad]
    heads = [p for n, p in net.named_parameters() if not n.startswith("encoder.")]
    groups = [{"params": body, "lr": ENCODER_RATE}, {"params": heads, "lr": HEAD_RATE}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01, betas=(0.9, 0.98), fused=True)
    usual = [g["lr"] for g in optimizer.param_groups]
    mean = {k: v.detach().clone() for k, v in trained(net).items()}
    step, spent, cooled = 0, 0.0, 0
    last = given.run / "last.pt"
    if last.exists():
        state = torch.load(last, map_location=given.device, weights_only=False)
        net.load_state_dict(state["model"], strict=False)
        optimizer.load_state_dict(state["optimizer"])
        mean = {k: v.to(given.device) for k, v in state["mean"].items()}
        step, spent, cooled = state["step"], state["spent"], state.get("cooled", 0)
    plan = Plan([(given.work / f"{n}.npz", k) for n, k in SETS], given.size, rates, SEED)
    held = {"whole": load(given.work / "held.npz"), "as read": load(given.work / "held-read.npz")}
    log = (given.run / "log.txt").open("a", encoding="utf-8")

    def tell(line: str) -> None:
        print(line, file=sys.stderr, flush=True)
        log.write(line + "\n")
        log.flush()

    def keep() -> None:
        save(last, {"model": trained(net), "optimizer": optimizer.state_dict(), "mean": mean, "step": step,
                    "spent": spent, "cooled": cooled, "command": sys.argv})  # fmt: skip

    def look() -> None:
        now = {k: v.clone() for k, v in trained(net).items()}
        net.load_state_dict(mean, strict=False)
        for name, texts in held.items():
            found = json.dumps(measure(net, texts, None, given.device))
            tell(f"step {step}, {spent / 3600:.2f} h, held, people {name}: {found}")
        net.load_state_dict(now, strict=False)
        net.train()

    size = sum(p.numel() for p in body) / 1e6
    name, half = processor()
    half = half or given.device != "cpu"
    tell(f"{size:.1f} M weights in the encoder, {plan.epoch_size} steps an epoch; starting at step {step}")
    tell(f"{name}, {torch.get_num_threads()} threads on {given.device}, {'bf16' if half else 'float32'}")
    net.train()
    sums: dict[str, float] = {}
    pieces, began, since, measured = 0, time.time(), time.time(), spent
    for b in stream(plan, step, given.workers):
        torch.manual_seed(SEED + step)  # so that a run that was killed goes on as it would have
        share = min(1.0, (step + 1) / WARM) * (1 - cooled / given.cool if given.cool else 1.0)
        for g, lr in zip(optimizer.param_groups, usual, strict=True):
            g["lr"] = lr * share
        b = b.to(given.device)
        with torch.autocast(given.device, torch.bfloat16, enabled=half):
            said = net(b)
        parts = losses(said, b)
        total(parts).backward()
        torch.nn.utils.clip_grad_norm_(body + heads, CLIP)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        with torch.no_grad():
            decay = min(AVERAGE, (step + 1) / (step + 10))
            state = trained(net)
            torch._foreach_lerp_([mean[k] for k in state], list(state.values()), 1 - decay)
        step += 1
        cooled += bool(given.cool)
        pieces += int(b.length.sum())
        for k, v in parts.items():
            sums[k] = sums.get(k, 0.0) + float(v.detach())
        if step % SHOW == 0:
            rate = pieces / (time.time() - since)
            shown = " ".join(f"{k} {v / SHOW:.3f}" for k, v in sums.items())
            spent += time.time() - began
            began = time.time()
            tell(f"step {step} epoch {step / plan.epoch_size:.2f} {spent / 3600:.2f} h {rate:.0f} pieces/s {shown}")
            sums, pieces, since = {}, 0, time.time()
            if step % (10 * SHOW) == 0:
                keep()
            done = spent > given.hours * 3600 or step >= given.steps or bool(given.cool and cooled >= given.cool)
            if done or spent - measured > given.every * 60:
                keep()
                look()
                measured, began, since = spent, time.time(), time.time()
            if done:
                break


if __name__ == "__main__":
    main()
