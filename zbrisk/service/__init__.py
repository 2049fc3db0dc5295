"""The scoring service: a bundle over HTTP, for case systems that are not written in Python.

    settings      what a service is started with
    access_keys   who may ask for what
    audit_log     who asked for what, in a chain of hashes
    served_model  the bundle that answers, and the next one beside it
    gate          one case at a time, and a bounded queue before it
    problems      refusals in the form of RFC 9457
    metrics       what Prometheus reads
    answers       what a caller gets of an answer
    routes        the calls
    application   all of it together

It needs the extra `service`: FastAPI, uvicorn and the Prometheus client.
"""
