"""Bundles as versions of one registered model, and the gate between challenger and champion.

    store         where MLflow keeps runs and models: a folder of bundles, or a server by its address
    models        the versions with their aliases: add, list, fetch, crown
    mlflow_model  the bundle as files that MLflow serves, without pickle or code
    serving       serve one from a verified copy on this machine
    later_cases   the cases that both bundles are judged on: reviewed after everything that either has learnt from
    gate          is the challenger better? numbers, intervals, and why
    promotion     fetch both, judge, crown or refuse, and leave a record
    retraining    does a bundle repeat another, and if not, what differs

One registered model holds whole bundles, not one target each: a bundle is what is loaded, served and sealed by a hash,
and its targets share signals and days. A challenger therefore passes with all its targets or with none.
"""
