"""The trained classifier: a text model served without running code, its training, measuring and explaining."""

from fraudguard.classifier.classification import Classification, Classifier

__all__ = ["Classification", "Classifier"]
