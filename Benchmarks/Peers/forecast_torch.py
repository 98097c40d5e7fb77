"""The forecaster of the tutorials in PyTorch: LSTM(50) and a linear layer on windows of a noisy sine; an epoch a round."""
import argparse
import warnings

from peer import missing, noisy_sine_windows, serve

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--engine", choices=["onednn", "native"], default="onednn")
parser.add_argument("--threads", type=int, default=2)
options = parser.parse_args()

try:
    import torch
    from torch import nn
except ImportError:
    missing("PyTorch is not installed")

warnings.filterwarnings("ignore")
torch.set_num_threads(options.threads)
torch.backends.mkldnn.enabled = options.engine == "onednn"
torch.manual_seed(1)


class Forecaster(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(1, 50, batch_first=True)
        self.output = nn.Linear(50, 1)

    def forward(self, windows):
        return self.output(self.lstm(windows)[0][:, -1])


model = Forecaster()
optimizer = torch.optim.Adam(model.parameters(), fused=True)
inputs, targets = map(torch.from_numpy, noisy_sine_windows())


def epoch():
    order = torch.randperm(len(inputs))
    for start in range(0, len(inputs), 32):
        rows = order[start : start + 32]
        optimizer.zero_grad(set_to_none=True)
        nn.functional.mse_loss(model(inputs[rows]), targets[rows]).backward()
        optimizer.step()


serve(f"PyTorch {torch.__version__} {options.engine}", epoch)
