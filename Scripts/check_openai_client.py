#!/usr/bin/env python3
"""Uses recurrent-server as programs that use OpenAI's completions do, with the package openai.

    check_openai_client.py URL KEY

Scripts/check_server_clients.py calls it. Prints what was checked, and fails at the first difference.
"""

import sys

import openai


def expect(condition, message):
    if not condition:
        sys.exit(f"error: {message}")


def fails(kind, call):
    """Whether a call raises an error of this kind, which says why."""
    try:
        call()
    except kind as error:
        return bool(error.message)
    return False


def main():
    url, key = sys.argv[1:]
    client = openai.OpenAI(base_url=f"{url}/v1", api_key=key, max_retries=0)
    create = client.completions.create

    names = [model.id for model in client.models.list()]
    expect("shakespeare" in names and "general-en" in names, f"models are {names}")
    expect(client.models.retrieve("shakespeare").id == "shakespeare", "a model has no description")

    one = create(model="shakespeare", prompt="ROMEO:", max_tokens=40, seed=1, temperature=0.8)
    text = one.choices[0].text
    expect(len(text) == 40 and one.choices[0].finish_reason == "length", f"the completion is {one}")
    expect(one.usage.prompt_tokens == 6 and one.usage.completion_tokens == 40 and one.usage.total_tokens == 46,
           f"the usage is {one.usage}")

    several = create(model="shakespeare", prompt=["ROMEO:", "JULIET:"], n=2, max_tokens=40, seed=1, temperature=0.8)
    expect([choice.index for choice in several.choices] == [0, 1, 2, 3], "choices are not in order")
    expect(several.choices[0].text == text, "company changes a text")

    pieces, usage, reasons = "", None, []
    for chunk in create(model="shakespeare", prompt="ROMEO:", max_tokens=40, seed=1, temperature=0.8, stream=True,
                        stream_options={"include_usage": True}):
        for choice in chunk.choices:
            pieces += choice.text
            reasons += [choice.finish_reason] if choice.finish_reason else []
        usage = chunk.usage or usage
    expect(pieces == text and reasons == ["length"], f"the stream gives {pieces!r}, {reasons}")
    expect(usage and usage.completion_tokens == 40, f"the usage of the stream is {usage}")

    stop = create(model="shakespeare", prompt="ROMEO:", max_tokens=200, seed=1, stop=["\n", "the"])
    expect(stop.choices[0].finish_reason in ("stop", "length") and "\n" not in stop.choices[0].text, "stop is ignored")

    scored = create(model="shakespeare", prompt="O", max_tokens=6, seed=1, logprobs=3, echo=True).choices[0]
    expect("".join(scored.logprobs.tokens) == scored.text and scored.text.startswith("O"), "tokens are not the text")
    expect(all(len(top) == 3 for top in scored.logprobs.top_logprobs), "alternatives are missing")

    expect(fails(openai.NotFoundError, lambda: create(model="gpt", prompt="O")), "an unknown model is no error")
    expect(fails(openai.BadRequestError, lambda: create(model="shakespeare", prompt="O", temperature=-1)),
           "a negative temperature is no error")
    expect(fails(openai.BadRequestError, lambda: create(model="shakespeare", prompt="O", presence_penalty=1)),
           "an unsupported option is no error")
    other = openai.OpenAI(base_url=f"{url}/v1", api_key="wrong", max_retries=0)
    expect(fails(openai.AuthenticationError, lambda: other.models.list()), "a wrong key is no error")

    with create(model="shakespeare", prompt="O", max_tokens=256, stream=True) as stream:
        next(iter(stream))  # and leave
    expect(client.models.list().data, "the server does not answer after a client has left")
    print(f"    openai {openai.__version__}: models, completions, streams, probabilities and errors")


if __name__ == "__main__":
    main()
