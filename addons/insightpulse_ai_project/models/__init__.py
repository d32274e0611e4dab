from . import ai_fillable
